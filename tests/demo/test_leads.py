"""The demo's requests reach every state that a visitor should see."""

from datetime import timedelta

import pytest

from common.actor import Actor
from common.tenancy import bind
from demo.leads import send_leads
from demo.plan import load_plan
from leads.models import LeadRequest, Reservation
from tests.careers import CLIMB, live
from tests.leads.network import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_requests_in_every_state_by_the_regular_operations_and_only_once(program, alpha, alice, beta, bob):
    for partner in (alpha, beta):
        live(partner, CLIMB)  # the level must last: a won request is an activity, and settles it
    plan = load_plan("bitrix24").model_copy(update={"leads": 32})
    given = {"actor": Actor.system(program.pk), "program": program, "plan": plan, "today": TODAY}
    assert send_leads(**given, now=NOW + timedelta(hours=1)) == 32
    assert send_leads(**given, now=NOW + timedelta(hours=1)) == 0
    with bind(program.pk):
        states = set(LeadRequest.objects.values_list("state", flat=True))
        ends = set(Reservation.objects.values_list("state", flat=True))
    assert {"open", "won", "closed"} <= states
    assert {"open", "won", "lost", "released", "closed"} <= ends
