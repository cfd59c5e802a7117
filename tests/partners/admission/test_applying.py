"""A company applies: drafts, confirmations, the vendor's deadline, questions and withdrawal."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from common.actor import Actor
from common.tenancy import bind, bind_actor
from notices.models import Mail
from partners.admission.applicant import UnableToApply
from partners.admission.consents import confirmations, digest
from partners.admission.operations.applying import (
    Affiliation,
    apply_again,
    save_application,
    send_application,
    withdraw_application,
)
from partners.models import Application, ApplicationEvent, Consent, Identifier
from programs.models import Site
from tests.applicants import applicant, at, fresh
from tests.cast import open_program, partner_actor, staff_actor

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ANSWERS = {
    "company": "Gamma Systems",
    "country": "CY",
    "kind": "Integrator",
    "contact": "Gil Gamma",
    "email": "office@gamma.example",
    "phone": "25 654321",
    "website": "gamma.example",
}


@pytest.fixture
def other_program(db):
    """A program that is not open to people."""
    return open_program("bitrix-2011", people=False)


@pytest.fixture
def gil(site):
    return applicant(site)


def saves(who, **changes) -> Application:
    given = {"answers": {}, "affiliation": Affiliation(), "now": NOW} | changes
    with bind_actor(who.actor):
        return save_application(actor=who.actor, site=who.site, definition=who.rules(MONDAY), **given)


def sends(who, **changes) -> Application:
    rules = who.rules(MONDAY)
    statements = confirmations(rules)
    given = {
        "actor": who.actor,
        "site": who.site,
        "definition": rules,
        "answers": ANSWERS,
        "affiliation": Affiliation("no"),
        "confirmed": [each.code for each in statements],
        "agreed_to": digest(statements),
        "today": MONDAY,
        "now": NOW,
    } | changes
    with bind_actor(who.actor):
        return send_application(**given)


def refused(who, **changes) -> dict[str, str]:
    with pytest.raises(UnableToApply) as refusal:
        sends(who, **changes)
    return refusal.value.problems


def rows(model, application):
    with bind(application.program_id):
        return list(model.objects.filter(application=application).order_by("pk"))


def ask(application, text="Who owns you?"):
    with bind(application.program_id):
        Application.objects.filter(pk=application.pk).update(question=text, asked_at=NOW, due_on=None)


@pytest.mark.rule("B24-1.1")
def test_an_application_stores_who_applies(gil):
    application = fresh(sends(gil))
    assert application.state == Application.State.SUBMITTED
    assert (application.company, application.country) == ("Gamma Systems", "CY")
    assert application.answers == ANSWERS | {"phone": "+357 25 654321", "website": "https://gamma.example"}
    assert application.applicant == gil.user


@pytest.mark.rule("B24-1.2.1a")
def test_both_confirmations_are_stored_with_version_time_and_user(gil):
    application = sends(gil)
    data, privacy, affiliates = rows(Consent, application)
    assert (data.code, data.version, data.text) == (
        "data",
        "",
        "The information in this application is correct and accurate.",
    )
    assert (privacy.code, privacy.agreement, privacy.version) == ("privacy", "privacy", "2026")
    assert {(each.applicant_id, each.given_at) for each in (data, privacy)} == {(gil.user.pk, NOW)}
    assert affiliates.text == "The company isn't affiliated with any partner of the program."


@pytest.mark.rule("B24-1.2.1a")
def test_an_application_needs_each_confirmation(gil):
    assert set(refused(gil, confirmed=["data"])) == {"confirm-privacy"}
    assert set(refused(gil, confirmed=[])) == {"confirm-data", "confirm-privacy"}
    with bind(gil.site.program_id):
        assert not Application.objects.exists()
        assert not Consent.objects.exists()


def test_nobody_can_confirm_a_text_that_was_not_shown(gil):
    assert "have changed" in refused(gil, agreed_to=digest([]))[""]


@pytest.mark.rule("B24-1.2.1b")
def test_the_vendor_has_seven_business_days_of_its_entitys_calendar(gil):
    # Cyprus keeps Clean Monday (23 February) and 25 March; 2 March to 11 March has no holiday.
    assert sends(gil).due_on == date(2026, 3, 11)


@pytest.mark.rule("B24-15.1")
def test_entity_currency_and_language_come_from_the_site(program, gil):
    gil.site = Site.objects.get(program=program, host="partners.bitrix24.de")
    german = sends(gil)
    assert (german.entity, german.currency, german.language) == ("limited", "EUR", "de")
    hugh = applicant(Site.objects.get(program=program, host="partners.bitrix24.com"), "Hugh")
    american = sends(hugh)
    assert (american.entity, american.currency, american.host) == ("inc", "USD", "partners.bitrix24.com")


def test_an_email_confirms_receipt_in_the_language_of_the_site(program, gil):
    gil.site = Site.objects.get(program=program, host="partners.bitrix24.de")
    application = sends(gil)
    with bind(program.pk):
        mail = Mail.objects.get(key=f"application/{application.pk}/received/review")
    assert (mail.to, mail.language, mail.link) == ("gil@gamma.example", "de", "/apply/")
    assert "Gamma Systems" in mail.subject
    assert "11. März 2026" in mail.text


def test_identifiers_of_the_company_are_stored_for_the_vendor(gil):
    kinds = {row.kind for row in rows(Identifier, sends(gil))}
    assert kinds == {"website_domain", "email_domain", "phone"}


def test_every_step_is_recorded(gil):
    saves(gil)
    application = sends(gil)
    assert [(step.kind, step.stage, step.by_id) for step in rows(ApplicationEvent, application)] == [
        ("started", "", gil.user.pk),
        ("submitted", "review", gil.user.pk),
    ]


def test_a_draft_keeps_everything_that_was_typed(gil):
    typed = {"company": "Gam", "email": "nobody", "country": "Nowhere", "phone": "\0" + "9" * 500, "other": "x"}
    first = saves(gil, answers=typed, affiliation=Affiliation("yes", "Alpha\0"))
    again = saves(gil, answers=typed | {"company": "Gamma"}, affiliation=Affiliation("yes", "Alpha"))
    kept = fresh(again)
    assert first.pk == kept.pk
    assert kept.state == Application.State.DRAFT
    assert (kept.company, kept.country, kept.affiliates) == ("Gamma", "", "Alpha")
    assert kept.answers == {
        "company": "Gamma",
        "email": "nobody",
        "country": "No",
        "phone": "9" * 40,
        "_affiliated": "yes",
    }


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"answers": {}}, {"company", "country", "kind", "contact", "email", "phone", "website"}),
        ({"answers": ANSWERS | {"email": "nobody"}}, {"email"}),
        ({"answers": ANSWERS | {"kind": "Bakery"}}, {"kind"}),
        ({"answers": ANSWERS | {"company": "A\nB"}}, {"company"}),
        ({"answers": ANSWERS | {"owner": "Gil"}}, {"owner"}),
        ({"affiliation": Affiliation()}, {"affiliation-declared"}),
        ({"affiliation": Affiliation("maybe")}, {"affiliation-declared"}),
        ({"affiliation": Affiliation("yes", "  ")}, {"affiliation-named"}),
        ({"affiliation": Affiliation("yes", "x" * 2001)}, {"affiliation-named"}),
    ],
)
def test_an_invalid_form_shows_the_problems_and_submits_nothing(gil, changes, wrong):
    assert set(refused(gil, **changes)) == wrong
    with bind(gil.site.program_id):
        assert not Application.objects.exists()


@pytest.mark.rule("B24-1.7.3")
def test_affiliates_are_declared(gil):
    application = sends(gil, affiliation=Affiliation("yes", "Alpha Works owns us"))
    assert fresh(application).affiliates == "Alpha Works owns us"
    assert rows(Consent, application)[-1].text == "The company is affiliated with: Alpha Works owns us"


def test_an_application_can_be_submitted_only_once(gil):
    sends(gil)
    assert "sent already" in refused(gil)[""]
    with pytest.raises(UnableToApply, match="sent already"):
        saves(gil)


def test_an_answer_restarts_the_vendors_deadline(gil):
    application = sends(gil)
    ask(application)
    answered = gil.answers("Gil does. ", date(2026, 3, 12))
    kept = fresh(answered)
    assert (kept.question, kept.asked_at, kept.due_on) == ("", None, date(2026, 3, 23))
    step = rows(ApplicationEvent, application)[-1]
    assert (step.kind, step.note) == ("answered", "Gil does.")


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "Gil does.\0"])
def test_an_answer_must_be_text_and_not_too_long(gil, text):
    ask(sends(gil))
    with pytest.raises(UnableToApply) as refusal:
        gil.answers(text, MONDAY)
    assert set(refusal.value.problems) == {"text"}


def test_without_a_question_there_is_nothing_to_answer(gil):
    with pytest.raises(UnableToApply, match="no open application"):
        gil.answers("Hello?", MONDAY)
    sends(gil)
    with pytest.raises(UnableToApply, match="no question"):
        gil.answers("Hello?", MONDAY)


def test_after_withdrawal_a_person_may_apply_again_with_the_same_answers(gil):
    first = sends(gil, affiliation=Affiliation("yes", "Alpha"))
    with bind_actor(gil.actor):
        withdraw_application(actor=gil.actor, now=at(MONDAY))
        second = apply_again(actor=gil.actor, site=gil.site, definition=gil.rules(MONDAY), now=at(MONDAY))
        same = apply_again(actor=gil.actor, site=gil.site, definition=gil.rules(MONDAY), now=at(MONDAY))
    assert fresh(first).state == Application.State.WITHDRAWN
    assert (fresh(first).due_on, fresh(first).closed_at) == (None, at(MONDAY))
    assert second.pk == same.pk != first.pk
    assert fresh(second).answers == fresh(first).answers
    assert fresh(second).affiliates == "Alpha"
    assert sends(gil).pk == second.pk


def test_only_signed_in_people_without_a_role_can_apply(gil, alpha, alice, charlie, program):
    for actor in (Actor.visitor(program.pk), partner_actor(alpha, alice), staff_actor(program, charlie)):
        with pytest.raises(PermissionDenied):
            sends(gil, actor=actor)


def test_a_program_without_admission_takes_no_applications(other_program, other_site):
    dan = applicant(other_site, "Dan")
    assert "take applications here" in refused(dan, answers={}, confirmed=[])[""]
