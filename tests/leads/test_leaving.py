"""Who loses its requests at once, and who gets none yet: leaving, a penalty, a missing tutorial (R24)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from common.tenancy import bind
from leads.jobs import pass_on
from leads.models import Offer, Reservation
from tests import cast
from tests.leads.network import NOW, TODAY, again, pass_course, promote, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def end(visit, manager, partner, host="bitrix24.localhost"):
    given = {"on": TODAY, "reason": "Sold the company", "confirmation": partner.code}
    answer = visit(manager, host=host).post(f"/admin/partners/partner/{partner.pk}/termination/", given)
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.rule("B24-1.5")
def test_reservations_of_a_partner_that_leaves_open_again(program, alpha, alice, charlie, visit):
    other = promote(cast.admit(program, "other", "Other Ltd"))
    promote(alpha)
    lead, desk = send(program).lead, visit(alice)
    desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/")
    with bind(program.pk):
        held = Reservation.objects.get()
    assert "clara@client.example" in desk.get(f"/dashboard/leads/{held.pk}/").content.decode()
    end(visit, charlie, alpha)
    with bind(program.pk):
        held.refresh_from_db()
    lead = again(lead)
    assert (held.state, lead.state, lead.held) == ("withdrawn", "open", 0)
    for gone in (f"/dashboard/leads/{held.pk}/", "/dashboard/leads/board/", "/dashboard/leads/"):
        assert "clara@client.example" not in desk.get(gone, follow=True).content.decode(), gone
    assert desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/").status_code != 200
    taker = visit(cast.join(other, "Otto"))
    assert taker.post(f"/dashboard/leads/board/{lead.pk}/reserve/").status_code == 302
    with bind(program.pk):
        assert Reservation.objects.open().get().partner_id == other.pk


@pytest.mark.rule("B24-1.5")
def test_an_offer_to_a_partner_that_leaves_goes_to_the_next(other_program, delta, visit):
    """What it accepted by turns goes to the next partner, too."""
    program, host = other_program, "bitrix-2011.localhost"
    promote(delta)
    taken, waiting = send(program).lead, send(program).lead
    with bind(program.pk):
        first = Offer.objects.get(lead=taken)
    desk = visit(cast.join(delta, "Dirk"), host=host)
    desk.post(f"/dashboard/leads/offers/{first.pk}/", {"step": "accept"})
    assert again(taken).state == "taken"
    heir = promote(cast.admit(program, "heir", "Heir Ltd"))
    end(visit, cast.hire(program, "Hugo"), delta, host=host)
    pass_on()
    with bind(program.pk):
        assert Reservation.objects.get().state == "withdrawn"
        assert Offer.objects.get(lead=waiting, state="waiting").partner_id == heir.pk
        assert Offer.objects.get(lead=taken, state="waiting").partner_id == heir.pk


@pytest.mark.rule("B24-6.1")
def test_a_breach_of_the_rules_bars_from_requests_and_takes_them_away(program, alpha, alice, charlie, visit):
    promote(alpha)
    lead, other, desk = send(program).lead, send(program).lead, visit(alice)
    desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/")
    penalty = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=9), "reason": "Mass mail to clients"}
    assert visit(charlie).post(f"/admin/partners/partner/{alpha.pk}/bar/", penalty).status_code == 302
    with bind(program.pk):
        assert Reservation.objects.get().state == "withdrawn"
    assert (again(lead).state, again(lead).held) == ("open", 0)
    desk.post(f"/dashboard/leads/board/{other.pk}/reserve/")
    with bind(program.pk):
        assert Reservation.objects.count() == 1
    assert "because of a restriction" in desk.get("/dashboard/leads/board/").content.decode()
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        desk.post(f"/dashboard/leads/board/{other.pk}/reserve/")
    with bind(program.pk):
        assert Reservation.objects.open().get().lead_id == other.pk


@pytest.mark.rule("B24-3.1.1c")
def test_a_bronze_partner_gets_requests_once_a_member_has_done_the_tutorial(program, visit):
    partner = promote(cast.admit(program, "fresh", "Fresh Ltd", accepted_on=TODAY - timedelta(days=10)), level="bronze")
    member = cast.join(partner, "Fay")
    lead, desk = send(program).lead, visit(member)
    assert "include requests from the board" in desk.get("/dashboard/leads/board/").content.decode()
    desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/")
    with bind(program.pk):
        assert not Reservation.objects.exists()
    pass_course(partner, member)
    assert "We need help" in desk.get("/dashboard/leads/board/").content.decode()
    assert desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/").status_code == 302
    with bind(program.pk):
        assert Reservation.objects.get().partner_id == partner.pk
