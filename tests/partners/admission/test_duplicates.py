"""Affiliates and duplicates: which companies match, who may see it, and what must be reviewed first."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from common.actor import Actor
from common.tenancy import bind
from partners.admission.duplicates import matches, uncleared
from partners.admission.identifiers import note_partners
from partners.admission.operations.deciding import (
    UnableToDecideApplication,
    accept_application,
    approve_application,
    clear_matches,
    decline_application,
)
from partners.models import ApplicationEvent, Identifier, Note, Partner
from partners.profile.operations import edit_profile
from programs.queries import definition
from tests.applicants import applicant, at, fresh
from tests.cast import admit, staff_actor

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B24-1.7.3")]

MONDAY, TUESDAY, WEDNESDAY = date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18)


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


@pytest.fixture
def decide(program, manager):
    def run(operation, application, on=TUESDAY, **said):
        with bind(program.pk):
            return operation(actor=manager, application=application, today=on, now=at(on), **said)

    return run


@pytest.fixture
def partner(program):
    """A partner with every kind of identifier."""
    facts = {
        "website": "https://shop.gamma.example",
        "email": "sales@gamma-group.example",
        "phone": "00357 25 654321",
        "legal": {"tax_id": "CY 10259033P", "registration_number": "HE400500"},
    }
    partner = admit(program, "gamma-group", "Gamma Group", **facts)
    note_partners(program_id=program.pk, partner_ids=[partner.pk])
    return partner


def found_for(*applications, actor):
    with bind(actor.program_id):
        rules = definition(applications[0].program, TUESDAY)
        return matches(applications, definition=rules, actor=actor)


def in_common(match):
    return {(one.kind, one.value) for one in match.common}


@pytest.mark.parametrize(
    ("facts", "common", "duplicate"),
    [
        ({"website": "http://gamma.example/de"}, {("website_domain", "gamma.example")}, False),
        ({"email": "me@gamma-group.example"}, {("email_domain", "gamma-group.example")}, False),
        ({"email": "me@mail.gamma.example"}, {("email_domain", "gamma.example")}, False),
        ({"website": "gamma-group.example"}, {("website_domain", "gamma-group.example")}, False),
        ({"phone": "25 65 43 21"}, {("phone", "+35725654321")}, False),
        ({"tax_id": "cy10259033p"}, {("tax_id", "CY10259033P")}, True),
        ({"registration_number": "he 400.500"}, {("registration_number", "CYHE400500")}, True),
        ({"website": "https://gamma-not.example", "email": "me@amma.example"}, None, False),
        ({"country": "DE", "registration_number": "HE 400500", "tax_id": "DE136695976"}, None, False),
    ],
)
def test_equal_data_match(facts, common, duplicate, site, partner, manager, decide):
    own = {
        "website": "https://other.example",
        "email": "x@other.example",
        "phone": "+49 30 901820",
        "tax_id": "30010823A",
        "registration_number": "HE 7777",
    }
    one = applicant(site, login="x@private.example", **own | facts)
    application = one.sends(MONDAY)
    decide(approve_application, application)
    application = one.hands_in(TUESDAY)
    found = found_for(application, actor=manager)[application.pk]
    if common is None:
        assert found == []
    else:
        assert [(match.partner, match.duplicate) for match in found] == [(partner, duplicate)]
        assert in_common(found[0]) == common


def test_a_public_email_domain_matches_nobody(site, manager):
    own = {"website": "https://a.example", "phone": "+35725000001"}
    one = applicant(site, "Gil", login="gil@gmail.com", email="office@gmail.com", **own)
    own = {"website": "https://b.example", "phone": "+35725000002"}
    two = applicant(site, "Gus", login="gus@gmail.com", email="desk@gmail.com", **own)
    sent = [one.sends(MONDAY), two.sends(MONDAY)]
    assert found_for(*sent, actor=manager) == {sent[0].pk: [], sent[1].pk: []}


def test_a_second_application_by_an_affiliate_is_flagged_on_both(site, manager, decide):
    first = applicant(site, "Gil").sends(MONDAY)
    decide(decline_application, first, stage="review")
    second = applicant(site, "Gus", company="Gamma Trading", email="gus@gamma.example").sends(TUESDAY)
    found = found_for(first, second, actor=manager)
    assert [match.application for match in found[second.pk]] == [first]
    assert [match.application for match in found[first.pk]] == [second]
    assert in_common(found[second.pk][0]) == {
        ("website_domain", "gamma.example"),
        ("email_domain", "gamma.example"),
        ("phone", "+35725654321"),
    }


def test_drafts_match_nobody(site, manager, program):
    draft = applicant(site, "Gil").sends(MONDAY)
    with bind(program.pk):
        type(draft).objects.filter(pk=draft.pk).update(submitted_at=None, state="draft")
    second = applicant(site, "Gus").sends(TUESDAY)
    assert found_for(second, actor=manager)[second.pk] == []


def test_only_the_programs_staff_may_see_matches(site, partner, manager, erin, other_program, alice, alpha):
    one = applicant(site)
    sent = one.sends(MONDAY)
    assert found_for(sent, actor=manager)[sent.pk]
    for actor in (one.actor, Actor("partner", alice.pk, sent.program_id, alpha.pk, "main")):
        assert found_for(sent, actor=actor)[sent.pk] == []
    with bind(sent.program_id, alpha.pk, alice.pk):
        assert not Identifier.objects.exists()


def test_companies_of_another_program_do_not_match(site, other_program, manager):
    stranger = admit(other_program, "gamma", "Gamma", website="https://gamma.example")
    note_partners(program_id=other_program.pk, partner_ids=[stranger.pk])
    sent = applicant(site).sends(MONDAY)
    assert found_for(sent, actor=manager)[sent.pk] == []


def test_any_number_of_applications_needs_four_queries(site, partner, manager):
    sent = [applicant(site, name).sends(MONDAY) for name in ("Gil", "Gus", "Gwen")]

    def asked(*applications):
        with bind(manager.program_id):
            rules = definition(sent[0].program, TUESDAY)
            with CaptureQueriesContext(connection) as queries:
                matches(applications, definition=rules, actor=manager)
        return len(queries)

    assert asked(*sent) == asked(sent[0]) == 4


def test_a_changed_profile_is_matched_by_its_new_data(site, partner, manager, program):
    with bind(program.pk):
        changes = {"website": "https://elsewhere.example"}
        edit_profile(actor=manager, partner=partner, changes=changes, today=MONDAY, now=at(MONDAY))
        rows = Identifier.objects.filter(partner=partner, kind="website_domain").values_list("value", flat=True)
        assert list(rows) == ["elsewhere.example"]


def test_matches_must_be_reviewed_before_acceptance(site, partner, manager, decide, program, charlie):
    one = applicant(site)
    decide(approve_application, one.sends(MONDAY))
    application = one.hands_in(TUESDAY)
    with pytest.raises(UnableToDecideApplication, match="matches others"):
        decide(accept_application, application)
    seen = {key for match in found_for(application, actor=manager)[application.pk] for key in match.keys}
    with pytest.raises(UnableToDecideApplication) as refused:
        decide(clear_matches, application, seen=seen, reason=" ")
    assert set(refused.value.problems) == {"reason"}
    decide(clear_matches, application, seen=seen, reason="The group's second company, agreed with sales.")
    now = fresh(application)
    assert (now.matches_cleared_by, now.matches_cleared_at) == (charlie, at(TUESDAY))
    with bind(program.pk):
        assert Note.objects.get(application=application).text == "The group's second company, agreed with sales."
        step = ApplicationEvent.objects.get(application=application, kind="cleared")
    assert (step.by, step.note) == (charlie, ""), "the applicant may read notes of steps"
    assert decide(accept_application, application, WEDNESDAY).state == "accepted"


def test_a_match_found_later_must_be_reviewed_too(site, partner, manager, decide, program):
    one = applicant(site)
    decide(approve_application, one.sends(MONDAY))
    application = one.hands_in(TUESDAY)
    seen = {key for match in found_for(application, actor=manager)[application.pk] for key in match.keys}
    newcomer = admit(program, "late", "Late Comer", website="https://gamma.example")
    note_partners(program_id=program.pk, partner_ids=[newcomer.pk])
    decide(clear_matches, application, seen={*seen, "partner/0/made/up"}, reason="Fine.")
    with pytest.raises(UnableToDecideApplication, match="matches others"):
        decide(accept_application, application)
    assert fresh(application).matches_cleared == sorted(seen)
    left = uncleared(fresh(application), found_for(application, actor=manager)[application.pk])
    assert left == {f"partner/{newcomer.pk}/website_domain/gamma.example"} | {
        f"partner/{newcomer.pk}/email_domain/gamma.example"
    }


def test_declared_affiliates_must_be_reviewed_before_acceptance(site, manager, decide):
    one = applicant(site, affiliates="Gamma Holding, our parent company")
    decide(approve_application, one.sends(MONDAY))
    application = one.hands_in(TUESDAY)
    with pytest.raises(UnableToDecideApplication, match="declares affiliates"):
        decide(accept_application, application)
    seen = uncleared(application, [])
    assert len(seen) == 1
    decide(clear_matches, application, seen=seen, reason="The parent is no partner.")
    assert decide(accept_application, application).state == "accepted"


def test_a_closed_application_cannot_be_cleared(site, manager, decide):
    application = applicant(site, affiliates="Gamma Holding").sends(MONDAY)
    decide(decline_application, application, stage="review")
    with pytest.raises(UnableToDecideApplication, match="declined it"):
        decide(clear_matches, application, seen=uncleared(application, []), reason="Late.")


def test_thousands_of_partners_are_identified_at_once(program):
    with bind(program.pk):
        Partner.objects.bulk_create(
            Partner(
                program=program,
                code=f"p{n}",
                name=f"P {n}",
                country="CY",
                currency="EUR",
                accepted_on=MONDAY,
                website=f"https://p{n}.example",
                email=f"info@p{n}.example",
                phone=f"+357 25 {100000 + n}",
            )
            for n in range(2411)
        )
        ids = list(Partner.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        assert note_partners(program_id=program.pk, partner_ids=ids) == 3 * 2411
    assert len(queries) < 30, "in batches, not one by one"
    assert note_partners(program_id=program.pk, partner_ids=ids) == 3 * 2411


def test_existing_partners_are_identified_by_the_migration(program, other_program, manager, site):
    admit(program, "old", "Old Friends", website="https://www.gamma.example", email="a@old.example", phone="25654321")
    admit(other_program, "far", "Far Friends", website="https://www.gamma.example")
    migration = import_module("partners.migrations.0008_identify_partners")
    for _twice in range(2):
        with transaction.atomic():
            migration.identify(apps, SimpleNamespace(connection=connection))
    sent = applicant(site).sends(MONDAY)
    [match] = found_for(sent, actor=manager)[sent.pk]
    assert match.partner.code == "old"
    assert in_common(match) == {
        ("website_domain", "gamma.example"),
        ("email_domain", "gamma.example"),
        ("phone", "+35725654321"),
    }
    with bind(program.pk):
        written = set(Identifier.objects.filter(partner=match.partner).values_list("kind", "value"))
        note_partners(program_id=program.pk, partner_ids=[match.partner.pk])
        assert set(Identifier.objects.filter(partner=match.partner).values_list("kind", "value")) == written
