"""A won request records what the program's file names for it, and counts against idleness."""

import pytest
import time_machine

from activities.models import Activity
from activities.references import tell_about
from common.actor import Actor
from common.tenancy import bind
from leads.models import LeadRequest, Reservation
from tests.cast import partner_actor
from tests.leads.network import ANSWERS, NOW, TODAY, promote, rulebook_for, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def won(program, alpha, alice, visit):
    """A request that Alpha won."""
    promote(alpha)
    with time_machine.travel(NOW, tick=False):
        lead, desk = send(program).lead, visit(alice)
        desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/")
        with bind(program.pk):
            held = Reservation.objects.get()
        desk.post(f"/dashboard/leads/{held.pk}/", {"step": "won"})
    return held


def test_a_won_request_is_in_the_partner_s_log_and_counts_against_idleness(won, program, alice, visit):
    with time_machine.travel(NOW, tick=False):
        page = visit(alice).get("/dashboard/activities/").content.decode()
    assert "Request won" in page
    with bind(program.pk):
        recorded = Activity.objects.get()
    assert (recorded.kind, recorded.on, recorded.reference) == ("lead", TODAY, f"lead-{won.pk}")
    rules = rulebook_for(program).on(TODAY)
    assert recorded.kind in rules.conduct.suspension.activities
    assert not rules.points.by_kind.get(recorded.kind)


def test_a_won_request_is_named_by_what_the_client_needs_not_by_its_contact(won, alice, charlie, visit):
    for desk, path in ((visit(alice), "/dashboard/activities/"), (visit(charlie), "/admin/activities/activity/")):
        page = desk.get(path).content.decode()
        assert f"Request {won.lead_id}: {ANSWERS['request']}" in page
        assert f"/{won.pk}/" in page
        assert (f"lead-{won.pk}" in page) == ("/admin/" in path), "the portal's own code is for the vendor's staff"
        assert ANSWERS["email"] not in page
        assert ANSWERS["client"] not in page


def test_only_who_may_see_a_request_reads_what_its_activity_is_about(won, program, alpha, alice):
    for actor, seen in ((partner_actor(alpha, alice), True), (Actor.visitor(program.pk), False)):
        with bind(program.pk):
            rows = list(Activity.objects.all())
            tell_about(actor, rows)
        assert bool(rows[0].about) is seen


def test_an_erased_request_is_named_by_its_number(won, program, alpha, alice):
    with bind(program.pk):
        LeadRequest.objects.filter(pk=won.lead_id).update(text="", folded="")
        rows = list(Activity.objects.all())
        tell_about(partner_actor(alpha, alice), rows)
    assert rows[0].about.words == f"Request {won.lead_id}"
