"""At most three partners hold a request, however many reserve it at once (B24-6.2c)."""

from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from common.tenancy import bind
from leads.board.operations.reserving import UnableToReserve, reserve_request
from leads.models import LeadRequest, Reservation
from tests import cast
from tests.leads.network import NOW, TODAY, promote, rulebook_for, send
from tests.races.crowd import at_once, together
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]
PEOPLE = sample(6, campaign=50)


@pytest.fixture
def crowd(program):
    partners = [promote(cast.admit(program, f"p{n}", f"Partner {n}")) for n in range(PEOPLE)]
    return [(partner, cast.partner_actor(partner, cast.join(partner, f"U{n}"))) for n, partner in enumerate(partners)]


def rush(program, crowd, lead):
    rulebook = rulebook_for(program)

    def one(number):
        partner, actor = crowd[number]
        with bind(program.pk, partner.pk, actor.user_id):
            given = {"rulebook": rulebook, "today": TODAY, "now": NOW}
            return reserve_request(actor=actor, partner=partner, lead=lead, **given)

    return at_once(one, people=PEOPLE)


@pytest.mark.rule("B24-6.2c")
def test_three_of_many_get_the_request(program, crowd):
    for _ in range(sample(1, campaign=500)):
        lead = send(program).lead
        answers = rush(program, crowd, lead)
        assert sum(isinstance(one, Reservation) for one in answers) == 3, answers
        assert sum(isinstance(one, UnableToReserve) for one in answers) == PEOPLE - 3, answers
        with bind(program.pk):
            slots = Reservation.objects.filter(lead=lead).values_list("slot", flat=True)
            assert sorted(slots) == [1, 2, 3]
            assert LeadRequest.objects.get(pk=lead.pk).held == 3
            Reservation.objects.filter(lead=lead).update(state="released", slot=None)


@pytest.mark.rule("B24-6.2c")
def test_places_that_others_are_about_to_take_are_refused_without_waiting_and_stay_free(program, crowd):
    lead, (partner, actor) = send(program).lead, crowd[0]
    given = {"actor": actor, "partner": partner, "lead": lead, "rulebook": rulebook_for(program)}
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for place in (1, 2, 3):  # three reservations that have begun
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('leads_place', %s))", [lead.pk * 100 + place])
        with pytest.raises(UnableToReserve, match="right now"):
            reserve_request(**given, today=TODAY, now=NOW)
    assert reserve_request(**given, today=TODAY, now=NOW).slot == 1  # they came to nothing


def _free_place(lead_id):
    taken = set(Reservation.objects.filter(lead_id=lead_id).values_list("slot", flat=True))
    return next(number for number in (1, 2, 3, 4) if number not in taken)


def test_control_counting_first_and_writing_later_is_stopped_by_the_database_alone(program, crowd, monkeypatch):
    """The operation without its guards: everybody finds a place free, then takes it; only the constraint refuses."""
    lead = send(program).lead
    read = together(_free_place, people=PEOPLE)

    @contextmanager
    def unguarded(program_id, lead_id, **_states):
        with bind(program_id):
            yield read(lead_id)

    monkeypatch.setattr("leads.board.operations.reserving.claiming", unguarded)
    monkeypatch.setattr("leads.board.operations.reserving.count_place", lambda *_lead, **_states: True)
    answers = rush(program, crowd, lead)
    assert sum(isinstance(one, Reservation) for one in answers) == 1, answers
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE leads_reservation DROP CONSTRAINT leads_reservation_slot")
    try:
        over = send(program).lead
        answers = rush(program, crowd, over)
        assert sum(isinstance(one, Reservation) for one in answers) > 3, answers
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM leads_leadnote")
            cursor.execute("DELETE FROM leads_reservation")
            cursor.execute("ALTER TABLE leads_reservation ADD CONSTRAINT leads_reservation_slot UNIQUE (lead_id, slot)")
