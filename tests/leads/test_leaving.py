"""A partner that leaves loses its open requests; they go back to where partners get them (B24-1.5, R24)."""

import pytest
import time_machine
from django.core.cache import cache

from common.tenancy import bind
from leads.jobs import pass_on
from leads.models import Offer, Reservation
from tests import cast
from tests.leads.network import NOW, TODAY, again, promote, send

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
