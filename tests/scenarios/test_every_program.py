"""In every program a company applies, joins, claims what the program lets it claim, and downloads its certificate."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from activities.models import Claim
from common.tenancy import bind
from partners.models import Application, Partner
from programs.models import Site
from programs.queries import definition
from statuses.models import Standing
from tests.applicants import at, fresh
from tests.cast import hire, open_program, person
from tests.common.pictures import PDF, sent
from tests.programs.test_presets import NAMES

pytestmark = pytest.mark.django_db

DAY = date(2026, 2, 16)
ADMIN = "/admin/partners/application/"
ANSWERS = {
    "text": "Gamma Systems",
    "long_text": "1 Harbour Road\nLimassol",
    "url": "https://gamma.example",
    "email": "office@gamma.example",
    "phone": "+357 25 654321",
    "country": "CY",
    "date": "2026-02-01",
    "number": "3",
    "money": "100.00",
}
NUMBERS = {"tax_id": "10259033P", "registration_number": "HE 400500"}


def answers(fields, prefix: str = "") -> dict[str, object]:
    """An answer to every field, by its type."""
    given = {}
    for field in fields:
        value: dict[str, object] = {"file": sent(PDF, "proof.pdf"), "choice": next(iter(field.choices), "")}
        given[prefix + field.code] = value.get(field.type) or NUMBERS.get(field.code) or ANSWERS[field.type]
    return given


def client(host: str, user=None) -> Client:
    """A browser on a host, signed in as a user."""
    browser = Client(headers={"host": host})
    if user:
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def shown(browser, address: str) -> dict[str, str]:
    """The digest of the texts on the page."""
    page = browser.get(address).content.decode()
    return {"texts-shown": re.search(r'name="texts-shown" value="([0-9a-f]+)"', page)[1]}


def joins(browser, desk, user, rules) -> Partner:
    """The company fills in both forms; the manager approves and accepts it."""
    admission = rules.admission
    boxes = {f"confirm-{box.code}": "on" for box in admission.application.confirmations}
    applied = {**answers(admission.application.fields), **boxes, "affiliation-declared": "no", "do-send": "1"}
    assert browser.post("/apply/", applied | shown(browser, "/apply/")).status_code == 302
    application = Application.objects.get(applicant=user)
    desk.post(f"{ADMIN}{application.pk}/approve/")
    legal = {**answers(admission.verification.fields), "agreement-accepted": "on", "do-send": "1"}
    papers = {f"file-{paper.code}": sent(PDF, "paper.pdf") for paper in admission.verification.documents}
    sending = browser.post("/apply/company/", legal | papers | shown(browser, "/apply/company/"))
    assert sending.headers["Location"] == "/apply/"
    desk.post(f"{ADMIN}{application.pk}/accept/")
    return fresh(application).partner


def claims(browser, kind: str, rules) -> None:
    """The partner sends the kind's form: the plan where one is approved first, else the work itself."""
    asked = rules.activities[kind]
    fields = asked.claim.planned if asked.claim.prior_approval else asked.claim.fields
    attributes = {f"attribute_{name}": (allowed or ["Anything"])[0] for name, allowed in asked.attributes.items()}
    given = {**answers(fields, "answer_"), **attributes, "subject": "Client One", "quantity": "1", "on": f"{DAY}"}
    answer = browser.post(f"/dashboard/claims/new/{kind}/", given)
    assert answer.status_code == 302, (kind, answer.context["form"].errors)


@pytest.mark.rule("NET-1", "BPS-status1")
@pytest.mark.parametrize("code", NAMES)
def test_from_the_application_to_the_certificate(code):
    program = open_program(code)
    site = Site.objects.get(program=program, host=f"{code}.localhost")
    manager, gil = hire(program, "Mara"), person("gil@gamma.example", "Gil")
    browser, desk = client(site.host, gil), client(site.host, manager)
    with time_machine.travel(at(DAY), tick=False), bind(program.pk):
        rules = definition(program, DAY)
        partner = joins(browser, desk, gil, rules)
        entry = rules.track("status").entry.level
        assert Standing.objects.get(partner=partner, track="status").level == entry
        assert partner.accepted_on == DAY
        kinds = [kind for kind, each in rules.activities.items() if each.claim]
        for kind in kinds:
            claims(browser, kind, rules)
        assert sorted(Claim.objects.values_list("kind", flat=True)) == sorted(kinds)
        certificate = browser.get("/dashboard/certificates/status.pdf")
        assert certificate.headers["Content-Type"] == "application/pdf"
        serial = re.search(r"certificate-([0-9A-Z-]+)\.pdf", certificate.headers["Content-Disposition"])[1]
        page = client(site.host).get(f"/certificates/{serial}/").content.decode()
        assert "genuine and valid" in page
        assert "Gamma Systems" in page
