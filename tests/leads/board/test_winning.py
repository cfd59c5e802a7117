"""A won request records what the program's file names for it, and counts against idleness."""

import pytest
import time_machine

from activities.models import Activity
from common.tenancy import bind
from leads.models import Reservation
from tests.leads.network import NOW, TODAY, promote, rulebook_for, send

pytestmark = pytest.mark.django_db


def test_a_won_request_is_in_the_partner_s_log_and_counts_against_idleness(program, alpha, alice, visit):
    promote(alpha)
    with time_machine.travel(NOW, tick=False):
        lead, desk = send(program).lead, visit(alice)
        desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/")
        with bind(program.pk):
            held = Reservation.objects.get()
        desk.post(f"/dashboard/leads/{held.pk}/", {"step": "won"})
        assert "Request won" in desk.get("/dashboard/activities/").content.decode()
    with bind(program.pk):
        recorded = Activity.objects.get()
    assert (recorded.kind, recorded.on, recorded.reference) == ("lead", TODAY, f"lead-{held.pk}")
    rules = rulebook_for(program).on(TODAY)
    assert recorded.kind in rules.conduct.suspension.activities
    assert not rules.points.by_kind.get(recorded.kind)
