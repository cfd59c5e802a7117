"""The PDF of the agreement that a company accepted, filled in with its data (B24-1.3b)."""

import re
from datetime import date

import pytest

from common.tenancy import bind, bind_actor
from partners.admission.agreement import accepted_agreement, fill
from partners.admission.operations.deciding import accept_application, approve_application
from partners.models import Application, Consent
from programs.models import Site
from programs.queries import revisions
from tests.applicants import applicant, at, fresh
from tests.cast import join, staff_actor
from tests.statuses.certificates.papers import reader, text_of

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
TODAY = date(2026, 2, 16)
ADDRESS = "/dashboard/agreement.pdf"


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


def decided(operation, application, manager):
    with bind(application.program_id):
        return operation(actor=manager, application=fresh(application), today=TODAY, now=at(TODAY))


def handed_in(site, manager, **facts):
    who = applicant(site, **facts)
    decided(approve_application, who.sends(TODAY), manager)
    return who, who.hands_in(TODAY)


def words(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", text_of(pdf))


@pytest.mark.rule("B24-1.3b")
def test_first_the_applicant_and_then_the_partner_can_download_the_agreement(visit, site, manager):
    gil, application = handed_in(site, manager)
    client = visit(gil.user)
    answers = [client.get(ADDRESS)]
    decided(accept_application, application, manager)
    partner = fresh(application).partner
    answers += [client.get(ADDRESS), visit(join(partner, "Max", "manager")).get(ADDRESS)]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == 'attachment; filename="agreement.pdf"'
        said = words(answer.content)
        for fact in (
            "Distribution Agreement",
            "Version 2026",
            "Gamma Systems Ltd",
            "HE 400500",
            "10259033P",
            "1 Harbour Road",
            "Cyprus",
            "IBAN CY17",
            "The program and this agreement end together.",
            "gil@gamma.example",
            "Feb. 16, 2026, 2 p.m. (Europe/Nicosia)",
        ):
            assert fact in said
        assert "{" not in said
    document = reader(answers[0].content)
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.metadata.title == "Distribution Agreement: Gamma Systems"


@pytest.mark.rule("B24-15.1")
@pytest.mark.parametrize(
    ("host", "entity", "currency"),
    [
        ("partners.bitrix24.com", "Alaio Inc., 700 North Fairfax St., Suite 614-B", "USD"),
        ("partners.bitrix24.eu", "Alaio Cloud Limited, Frema House", "EUR"),
        ("partners.bitrix24.ae", "ALAIO ME W.L.L, Manama/Alqudaybiyah", "USD"),
    ],
)
def test_agreement_and_currency_depend_on_the_entity_of_the_site(visit, program, manager, host, entity, currency):
    gil, application = handed_in(Site.objects.get(program=program, host=host), manager)
    assert f"This agreement is made between {entity}" in words(visit(gil.user).get(ADDRESS).content)
    decided(accept_application, application, manager)
    assert fresh(application).partner.currency == currency


def test_people_who_accepted_nothing_have_nothing_to_download(visit, site, manager, alpha, alice):
    gil = applicant(site)
    gil.sends(TODAY)
    assert visit(gil.user).get(ADDRESS).status_code == 404
    assert visit(alice).get(ADDRESS).status_code == 404
    assert "/account/login/" in visit().get(ADDRESS).headers["Location"]


def test_the_profile_links_to_it_for_permitted_roles(visit, site, manager, alice):
    gil, application = handed_in(site, manager)
    decided(accept_application, application, manager)
    reader = join(fresh(application).partner, "Ron", "readonly")
    shown = [ADDRESS in visit(user).get("/dashboard/profile/").content.decode() for user in (gil.user, reader, alice)]
    assert shown == [True, False, False]


def test_roles_without_the_permission_are_refused(visit, site, manager):
    _gil, application = handed_in(site, manager)
    decided(accept_application, application, manager)
    partner = fresh(application).partner
    assert visit(join(partner, "Sal", "sales")).get(ADDRESS).status_code == 403
    assert visit(join(partner, "Ron", "readonly")).get(ADDRESS).status_code == 403


def test_a_new_application_does_not_show_the_old_agreement(visit, site, manager):
    gil, application = handed_in(site, manager)
    with bind(application.program_id):
        Application.objects.filter(pk=application.pk).update(state="declined", due_on=None, closed_at=at(TODAY))
    assert visit(gil.user).get(ADDRESS).status_code == 200
    gil.sends(TODAY)
    assert visit(gil.user).get(ADDRESS).status_code == 404


def test_values_are_inserted_once_and_never_evaluated(visit, site, manager):
    hostile = "{{ 7|add:7 }} {tax_id} {% debug %} <img src=file:///etc/passwd onerror=alert(1)> $(id)"
    gil, _application = handed_in(site, manager, company=hostile)
    said = words(visit(gil.user).get(ADDRESS).content)
    assert hostile in said
    assert "root:" not in said


def test_the_text_is_the_one_that_was_accepted(site, manager, program):
    gil, application = handed_in(site, manager)
    with bind_actor(gil.actor):
        filled = accepted_agreement(actor=gil.actor, revisions=revisions(program.pk))
        consent = Consent.objects.get(application=application, code="agreement")
    assert len(filled.paragraphs) == len(consent.text.split("\n\n")) == 12
    assert filled.paragraphs[1] == consent.text.split("\n\n")[1]


def test_filling_in_is_plain_replacement():
    assert fill("{a} {b} {a}", {"a": "{b}", "b": "x"}) == "{b} x {b}"
    assert fill("{nothing} {{a}} { a }", {"a": "x"}) == "— {x} { a }"
