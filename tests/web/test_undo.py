"""Undo: for ten seconds, once, by the person who acted, through an operation that checks again."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from common.tenancy import bind
from leads.models import Location, Reservation
from partners.models import TrademarkRequest
from tests.careers import NOON
from tests.leads.network import promote, send
from web import undo

pytestmark = pytest.mark.django_db
UNDO = "/undo/"


def offered(page):
    found = re.search(r'name="undo" value="([^"]+)"', page.content.decode())
    return found and found[1]


def shown(client, act):
    """The token in the message that the act shows."""
    assert act.status_code == 302
    return offered(client.get(act.headers["Location"]))


@pytest.fixture
def trademark(program, alpha, alice, visit):
    """A request that Alice withdraws, and her browser."""
    client = visit(alice)
    client.post(reverse("partners:trademark"), {"use": "On our van"})
    with bind(program.pk):
        row = TrademarkRequest.objects.get()
    return client, client.post(reverse("partners:trademark_withdraw", args=[row.pk]))


def states(program):
    with bind(program.pk):
        return sorted(TrademarkRequest.objects.values_list("state", flat=True))


def test_an_act_is_undone_once(program, trademark):
    client, act = trademark
    token = shown(client, act)
    done = client.post(UNDO, {"undo": token}, follow=True)
    assert "Undone." in done.content.decode()
    assert states(program) == ["waiting", "withdrawn"]
    again = client.post(UNDO, {"undo": token}, follow=True)
    assert "too late" in again.content.decode()
    assert states(program) == ["waiting", "withdrawn"]


def test_after_its_seconds_it_is_too_late(program, alice, visit):
    with time_machine.travel(NOON, tick=False) as clock:
        client = visit(alice)
        client.post(reverse("partners:trademark"), {"use": "On our van"})
        with bind(program.pk):
            row = TrademarkRequest.objects.get()
        token = shown(client, client.post(reverse("partners:trademark_withdraw", args=[row.pk])))
        clock.shift(timedelta(seconds=undo.ACCEPTED + 1))
        assert "too late" in client.post(UNDO, {"undo": token}, follow=True).content.decode()
    assert states(program) == ["withdrawn"]


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c"])
def test_only_a_message_of_ours_to_the_same_person_undoes(program, trademark, bob, visit, token):
    client, act = trademark
    given = shown(client, act)
    for person, sent in ((visit(bob), given), (client, token)):
        assert "too late" in person.post(UNDO, {"undo": sent}, follow=True).content.decode()
    assert states(program) == ["withdrawn"]


def test_work_on_a_request_and_a_location_are_as_before(program, alpha, alice, visit):
    promote(alpha)
    lead = send(program).lead
    client = visit(alice)
    client.post(f"/dashboard/leads/board/{lead.pk}/reserve/")
    with bind(program.pk):
        row = Reservation.objects.get()
        place = Location.objects.create(
            program=program, partner=alpha, country="GR", slot=1, state="approved", asked_at=NOON
        )
    where = f"/dashboard/leads/{row.pk}/"
    planned = client.post(where, {"step": "next", "next_step": "Call", "next_on": ""})
    assert client.post(UNDO, {"undo": shown(client, planned)}).headers["Location"] == where
    removed = client.post("/dashboard/leads/locations/", {"step": "remove", "location": place.pk})
    client.post(UNDO, {"undo": shown(client, removed)})
    with bind(program.pk):
        row.refresh_from_db()
        place.refresh_from_db()
    assert (row.next_step, row.next_on) == ("", None)
    assert (place.state, place.slot) == ("approved", 1)
