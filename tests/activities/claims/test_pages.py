"""A partner's claim pages: what can be claimed, the forms, the conversation, and links from the dashboard."""

import re

import pytest

from activities.claims.operations.deciding import approve_plan
from activities.models import Claim
from common.tenancy import bind
from partners.models import Document
from tests.cast import admit, join, open_program, staff_actor
from tests.claims import at, claimed
from tests.common.pictures import PDF, sent

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

CLAIMS, NEW = "/dashboard/claims/", "/dashboard/claims/new/"
GOOD = {
    "answer_client": "Client One",
    "answer_address": "https://client-one.example",
    "answer_description": "A portal",
    "quantity": "1",
    "on": "2026-02-01",
}


@pytest.fixture
def client(visit, alice):
    return visit(alice)


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


@pytest.fixture
def claim(alpha, alice):
    with bind(alpha.program_id):
        return claimed(alpha, alice)


def text_of(response):
    return response.content.decode()


def errors(response, form=None):
    form = form or response.context["form"]
    return {name: list(said) for name, said in form.errors.items()}


def claims_of(partner):
    with bind(partner.program_id):
        return list(Claim.objects.filter(partner=partner).order_by("pk"))


def act(operation, claim, manager, **more):
    with bind(claim.program_id):
        return operation(actor=manager, claim=claim, **more, **at())


# What can be claimed


@pytest.mark.rule("B24-4.1")
def test_each_kind_shows_points_and_requirements(client):
    shown = text_of(client.get(CLAIMS))
    for words in (
        "What you can claim",
        "Project completed",
        "50 points",
        "500 points",
        "1,000 points",
        "2,000 points",
        "Public case study: 250 points",
        "Counts for:",
        "Submit a plan",
    ):
        assert words in shown
    assert f'{NEW}seminar/"' in shown
    assert "Paid sale" not in shown


def test_program_without_claims_has_no_claims_page(visit, site):
    program = open_program("1c-bitrix")
    user = join(admit(program, "echo", "Echo"), "Eve")
    host = program.sites.first().host
    assert visit(user, host=host).get(CLAIMS).status_code == 404
    assert CLAIMS not in text_of(visit(user, host=host).get("/dashboard/points/"))


@pytest.mark.parametrize("path", ["sale", "nothing", "x" * 60])
def test_unclaimable_kind_has_no_form(path, client):
    assert client.get(f"{NEW}{path}/").status_code == 404
    assert client.post(f"{NEW}{path}/", GOOD).status_code == 404


@pytest.mark.parametrize("preset", ["bitrix-2011", "bitrix-sm11", "1c-bitrix-kz"])
def test_forms_of_every_program_open_and_report_missing_fields(preset, visit):
    program = open_program(preset)
    client = visit(
        join(admit(program, "echo", "Echo"), "Eve"), host=program.sites.get(host__endswith=".localhost").host
    )
    forms = re.findall(rf'href="({NEW}[^"]*)"', text_of(client.get(CLAIMS)))
    assert forms
    for form in forms:
        assert client.get(form).status_code == 200
        assert errors(client.post(form, {"x": "y"}))


# Submitting


def test_a_claim_is_sent(client, alpha, alice):
    response = client.post(f"{NEW}project/", GOOD, follow=True)
    (claim,) = claims_of(alpha)
    assert response.redirect_chain == [(f"{CLAIMS}{claim.pk}/", 302)]
    assert (claim.state, claim.submitted_by_id, claim.on.isoformat()) == ("submitted", alice.pk, "2026-02-01")
    assert claim.subject == claim.answers["client"] == "Client One"
    shown = text_of(response)
    assert "Claim submitted." in shown
    assert "A portal" in shown
    assert 'href="https://client-one.example"' in shown


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"answer_address": "no address"}, {"answer_address"}),
        ({"answer_address": "javascript:alert(1)"}, {"answer_address"}),
        ({"answer_client": "", "on": ""}, {"answer_client", "on"}),
        ({"on": "2026-02-17"}, {"on"}),
        ({"on": "0001-01-01"}, {"on"}),
        ({"on": "soon"}, {"on"}),
        ({"quantity": "-1"}, {"quantity"}),
        ({"quantity": "9" * 40}, {"quantity"}),
        ({"answer_client": "x" * 300}, {"answer_client"}),
        ({"answer_client": "a\0b"}, {"answer_client"}),
        ({"answer_description": "x" * 5000}, {"answer_description"}),
    ],
)
def test_invalid_field_shows_error_and_keeps_other_input(wrong, fields, client, alpha):
    response = client.post(f"{NEW}project/", GOOD | wrong)
    assert response.status_code == 200
    assert set(errors(response)) == fields
    assert claims_of(alpha) == []
    kept = next(value for name, value in GOOD.items() if name not in wrong)
    assert kept in text_of(response)


def test_file_is_private_and_downloads_as_attachment(client, alpha, visit, bob):
    data = {"attribute_evidence": "website", "on": "2026-02-01", "answer_file": sent(PDF, "Proof <b>.pdf")}
    response = client.post(f"{NEW}evidence/", data, follow=True)
    with bind(alpha.program_id):
        document = Document.objects.get(purpose="claim")
    link = f"/documents/{document.pk}/"
    assert link in text_of(response)
    assert client.get(link).headers["Content-Disposition"].startswith("attachment")
    assert visit(bob).get(link).status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"", b"%PDF-1.7 nothing", PDF + b"PK\x03\x04"])
def test_unsupported_file_is_refused(content, client, alpha):
    data = {"attribute_evidence": "website", "on": "2026-02-01", "answer_file": sent(content), "answer_note": "Mine"}
    response = client.post(f"{NEW}evidence/", data)
    assert set(errors(response)) == {"answer_file"}
    assert "Mine" in text_of(response)
    assert claims_of(alpha) == []


def test_plan_form_has_only_plan_fields(client, alpha, manager):
    assert list(client.get(f"{NEW}seminar/").context["form"].fields) == ["subject", "answer_plan"]
    client.post(f"{NEW}seminar/", {"answer_plan": "A seminar for accountants."})
    (claim,) = claims_of(alpha)
    assert (claim.state, claim.on) == ("planned", None)
    act(approve_plan, claim, manager)
    page = client.get(f"{CLAIMS}{claim.pk}/")
    assert list(page.context["forms"]["complete"].fields) == ["subject", "answer_held_on", "answer_report", "on"]
    missing = client.post(f"{CLAIMS}{claim.pk}/", {"step": "complete", "on": "2026-02-01"})
    assert set(errors(missing, missing.context["forms"]["complete"])) == {"answer_held_on", "answer_report"}
    data = {"step": "complete", "on": "2026-02-01", "answer_held_on": "2026-02-01", "answer_report": sent(PDF)}
    client.post(f"{CLAIMS}{claim.pk}/", data)
    (claim,) = claims_of(alpha)
    assert claim.state == "submitted"
    assert claim.answers == {"plan": "A seminar for accountants.", "held_on": "2026-02-01"}
