"""Reserving: access, the rating's limit, release and expiry."""

from datetime import timedelta

import pytest
import time_machine

from common.actor import Actor
from common.tenancy import bind
from leads.board.operations.reserving import expire_idle
from leads.models import LeadRequest, Participant, Reservation
from tests import cast
from tests.leads.network import NOW, TODAY, again, promote, rulebook_for, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(alpha, alice, visit):
    promote(alpha)
    return visit(alice)


def reserve(desk, lead):
    return desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/", follow=True).content.decode()


def held(partner):
    with bind(partner.program_id):
        return list(Reservation.objects.filter(partner=partner).order_by("pk"))


@pytest.mark.rule("B24-6.2c")
def test_the_fourth_partner_finds_the_request_taken(program, alpha, desk):
    lead = send(program).lead
    with bind(program.pk):
        for slot, code in enumerate(("ann", "ben", "cid"), start=1):
            partner = cast.admit(program, code, code)
            times = {"reserved_at": NOW, "touched_at": NOW}
            Reservation.objects.create(program=program, partner=partner, lead=lead, slot=slot, places=3, **times)
        LeadRequest.objects.filter(pk=lead.pk).update(held=3)
    assert "3 partners have reserved this request already" in reserve(desk, lead)
    assert f"board/{lead.pk}/reserve" not in desk.get("/dashboard/leads/board/").content.decode()
    assert held(alpha) == []


@pytest.mark.rule("B24-6.2c")
def test_a_released_request_hides_its_contact_and_its_place_opens_again(program, alpha, desk):
    lead = send(program).lead
    assert "clara@client.example" in reserve(desk, lead)
    made = held(alpha)[0]
    page = desk.post(f"/dashboard/leads/{made.pk}/", {"step": "release", "reason": "No time"}, follow=True)
    assert "clara@client.example" not in page.content.decode()
    assert (held(alpha)[0].state, held(alpha)[0].slot, again(lead).held) == ("released", None, 0)
    assert "You reserved this request before" in reserve(desk, lead)


def test_an_idle_reservation_ends_and_its_place_opens_again(program, alpha, desk):
    lead = send(program).lead
    reserve(desk, lead)
    given = {"actor": Actor.system(program.pk), "rulebook": rulebook_for(program), "today": TODAY}
    assert expire_idle(**given, now=NOW + timedelta(days=14)) == 0
    assert expire_idle(**given, now=NOW + timedelta(days=14, minutes=1)) == 1
    assert (held(alpha)[0].state, again(lead).held) == ("expired", 0)


@pytest.mark.rule("B24-6.2e")
def test_a_higher_rating_unlocks_more_open_reservations(program, alpha, desk):
    leads = [send(program).lead for _ in range(7)]
    with bind(program.pk):  # (0 + 1) / (4 + 4) is below the first step of the table
        Participant.objects.filter(partner=alpha).update(won=0, lost=4)
    for lead in leads[:4]:
        said = reserve(desk, lead)
    assert "You can hold 3 open reservations" in said
    assert len(held(alpha)) == 3
    with bind(program.pk):  # (1 + 1) / (1 + 4) is 0.4
        Participant.objects.filter(partner=alpha).update(won=1, lost=0)
    for lead in leads[3:]:
        reserve(desk, lead)
    assert len(held(alpha)) == 7
    page = " ".join(desk.get("/dashboard/leads/").content.decode().split())
    assert "Your success rate: 40%" in page
    assert "1 won of 1 won and lost" in page


@pytest.mark.rule("B24-6.2e")
def test_winning_and_losing_count_anew_and_another_s_win_counts_neither_way(program, alpha, beta, bob, desk, visit):
    promote(beta)
    lead, other = send(program).lead, send(program).lead
    reserve(desk, lead), reserve(desk, other), reserve(visit(bob), lead)
    mine, second = held(alpha)
    assert desk.post(f"/dashboard/leads/{mine.pk}/", {"step": "won"}).status_code == 302
    assert desk.post(f"/dashboard/leads/{second.pk}/", {"step": "lost", "reason": "Price"}).status_code == 302
    with bind(program.pk):
        rows = {one.partner_id: (one.won, one.lost) for one in Participant.objects.all()}
    assert rows == {alpha.pk: (1, 1), beta.pk: (0, 0)}
    assert (again(lead).state, held(beta)[0].state) == ("won", "other")


@pytest.mark.rule("B24-6.1")
def test_the_rules_are_accepted_before_the_first_request_is_seen(program, alpha, alice, visit):
    promote(alpha)
    with bind(program.pk):
        Participant.objects.update(rules_version="")
    lead, desk = send(program).lead, visit(alice)
    assert desk.get("/dashboard/leads/board/").headers["Location"] == "/dashboard/leads/rules/"
    assert "Accept the rules" in reserve(desk, lead) or held(alpha) == []
    assert "no competing products" in desk.get("/dashboard/leads/rules/").content.decode()
    answer = desk.post("/dashboard/leads/rules/", {"version": "2026", "accept": "on"})
    assert answer.status_code == 302
    assert "We need help" in desk.get("/dashboard/leads/board/").content.decode()


def test_a_partner_of_another_country_cannot_reserve(program, alpha, desk):
    lead = send(program, country="MT").lead
    assert "from one of your locations" in reserve(desk, lead)
