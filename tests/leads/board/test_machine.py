"""Reservations against a model: reserve, release, expire, win, lose, bar, leave, in any order (B24-6.2c, B24-6.2e)."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from common.actor import Actor
from common.tenancy import bind
from leads.board.operations.reserving import (
    UnableToReserve,
    expire_idle,
    release_reservation,
    reserve_request,
    withdraw_reservations,
)
from leads.board.operations.working import lose_request, win_request
from leads.board.rules import most_open
from leads.models import LeadRequest, Participant, Reservation
from partners.models import Restriction
from tests import cast
from tests.leads.network import NOW, TODAY, promote, rulebook_for, send
from tests.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]
PARTNERS, LEADS, PLACES = 5, 3, 3
who, what = st.integers(0, PARTNERS - 1), st.integers(0, LEADS - 1)


class Board(RuleBasedStateMachine):
    """``held`` maps (partner, request) to the reservation's state; what the database says must be the same."""

    world: tuple = ()

    def __init__(self):
        super().__init__()
        self.program, self.partners, self.actors, self.leads, self.rulebook = self.world
        self.undo = ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.held, self.ended, self.away, self.now = {}, {}, set(), NOW
        self.won, self.lost = [0] * PARTNERS, [0] * PARTNERS

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.close()

    def places_left(self, lead):
        counted = sum(state in ("open", "won", "lost") for (_p, one), state in self.held.items() if one == lead)
        return PLACES - counted

    def row(self, partner, lead):
        with bind(self.program.pk):
            return Reservation.objects.select_related("partner").get(
                partner=self.partners[partner], lead=self.leads[lead]
            )

    def given(self, partner=None):
        actor = Actor.system(self.program.pk) if partner is None else self.actors[partner]
        return {"actor": actor, "rulebook": self.rulebook, "today": TODAY, "now": self.now}

    def end(self, partner, lead, state):
        self.held[partner, lead] = state

    @rule(partner=who, lead=what)
    def reserve(self, partner, lead):
        leads = self.rulebook.on(TODAY).leads
        open_now = sum(state == "open" for (one, _l), state in self.held.items() if one == partner)
        free = (
            lead not in self.ended
            and self.places_left(lead) > 0
            and (partner, lead) not in self.held
            and partner not in self.away
            and open_now < most_open(leads, won=self.won[partner], lost=self.lost[partner])
        )
        given = self.given(partner) | {"partner": self.partners[partner], "lead": self.leads[lead]}
        if free:
            reserve_request(**given)
            self.held[partner, lead] = "open"
        else:
            with pytest.raises(UnableToReserve):
                reserve_request(**given)

    @rule(partner=who, lead=what)
    def release(self, partner, lead):
        if self.held.get((partner, lead)) == "open":
            release_reservation(**self.given(partner), reservation=self.row(partner, lead), reason="")
            self.end(partner, lead, "released")

    @rule(partner=who, lead=what)
    def win(self, partner, lead):
        if self.held.get((partner, lead)) == "open":
            win_request(**self.given(partner), reservation=self.row(partner, lead))
            self.end(partner, lead, "won")
            self.won[partner] += 1
            self.ended[lead] = "won"
            for (other, one), state in list(self.held.items()):
                if one == lead and other != partner and state == "open":
                    self.end(other, lead, "other")

    @rule(partner=who, lead=what)
    def lose(self, partner, lead):
        if self.held.get((partner, lead)) == "open":
            lose_request(**self.given(partner), reservation=self.row(partner, lead), reason="Price")
            self.end(partner, lead, "lost")
            self.lost[partner] += 1
            still = any(state == "open" for (_p, one), state in self.held.items() if one == lead)
            if not still and self.places_left(lead) == 0:
                self.ended[lead] = "closed"

    @rule(partner=who, lead=what)
    def expire(self, partner, lead):
        """Nobody touches one reservation for the program's days; the others were touched just now."""
        if self.held.get((partner, lead)) == "open":
            with bind(self.program.pk):
                Reservation.objects.update(touched_at=self.now)
                Reservation.objects.filter(pk=self.row(partner, lead).pk).update(
                    touched_at=self.now - timedelta(days=15)
                )
            assert expire_idle(**self.given()) == 1
            self.end(partner, lead, "expired")

    @rule(partner=who)
    def bar(self, partner):
        if partner not in self.away:
            with bind(self.program.pk):
                Restriction.objects.create(
                    program=self.program,
                    partner=self.partners[partner],
                    effect="lead_requests",
                    starts_on=TODAY,
                    reason="Mass mail",
                    set_at=NOW,
                )
            self.leave(partner)

    @rule(partner=who)
    def leave(self, partner):
        """Its reservations are withdrawn at once; nobody who left reserves, because the role ends with it."""
        withdraw_reservations(**self.given(), partner_id=self.partners[partner].pk)
        for (one, lead), state in list(self.held.items()):
            if one == partner and state == "open":
                self.end(partner, lead, "withdrawn")
        with bind(self.program.pk):
            if Restriction.objects.filter(partner=self.partners[partner]).exists():
                self.away.add(partner)

    @invariant()
    def the_database_says_the_same(self):
        places = {partner.pk: number for number, partner in enumerate(self.partners)}
        numbers = {lead.pk: number for number, lead in enumerate(self.leads)}
        with bind(self.program.pk):
            rows = list(Reservation.objects.all())
            leads = {numbers[lead.pk]: lead for lead in LeadRequest.objects.all()}
            rated = {places[one.partner_id]: (one.won, one.lost) for one in Participant.objects.all()}
        assert {(places[row.partner_id], numbers[row.lead_id]): row.state for row in rows} == self.held
        for number, lead in leads.items():
            mine = [row for row in rows if row.lead_id == lead.pk and row.slot is not None]
            assert lead.held == len(mine) == len({row.slot for row in mine}) == PLACES - self.places_left(number)
            assert lead.held <= PLACES
            assert lead.state == self.ended.get(number, "open")
        assert rated == {number: (self.won[number], self.lost[number]) for number in range(PARTNERS)}


@pytest.mark.rule("B24-6.2c", "B24-6.2e")
def test_reservations_do_what_the_model_says(program):
    partners = [promote(cast.admit(program, f"p{n}", f"Partner {n}")) for n in range(PARTNERS)]
    actors = [cast.partner_actor(partner, cast.join(partner, f"U{n}")) for n, partner in enumerate(partners)]
    leads = [send(program).lead for _ in range(LEADS)]
    world = (program, partners, actors, leads, rulebook_for(program))
    machine = type("ThisBoard", (Board,), {"world": world})
    chosen = settings(
        max_examples=sample(4, campaign=300),
        stateful_step_count=sample(12, campaign=40),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)
