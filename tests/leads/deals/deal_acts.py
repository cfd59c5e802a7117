"""What the buttons of deals are given, for tests that press every button of the admin."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from common.actor import Actor
from leads.models import Deal, DealPrice
from programs.models import Revision
from programs.operations import publish
from tests.careers import NOON, TODAY

LATER = TODAY + timedelta(days=90)
RULES = """
[deals]
clause = "D-1"
decision = { clause = "D-1", days = 3, counted = "calendar" }
answer = { clause = "D-1", days = 10, counted = "calendar" }

[deals.prices]
clause = "D-2"
decision = { clause = "D-2", days = 3, counted = "calendar" }

[deals.specialists]
clause = "D-3"
forms = ["Regular audits"]
"""


def deal(world: Any, state: str = "submitted") -> Deal:
    """A deal in a state, in a program whose rules know deals from today on."""
    if not Revision.objects.filter(program=world.program, source__contains="[deals]").exists():
        newest = Revision.objects.filter(program=world.program).latest("pk")
        publish(
            program_code=world.program.code,
            source=newest.source + RULES,
            effective_from=TODAY,
            actor=Actor.system(None),
            partners_on=lambda _program: {},  # nobody has a level
            now=NOON,
        )
    return Deal.objects.create(
        **world.own,
        state=state,
        company="Acme",
        country="CY",
        products="Cloud",
        value=1000,
        currency="EUR",
        expected_on=LATER,
        registered_at=NOON,
        registered_by=world.user,
        waits_since=NOON,
        due_on=LATER if state == "submitted" else None,
        protected_until=TODAY if state == "approved" else None,
    )


def price(world: Any) -> int:
    """A price that the partner asks for; returns its id."""
    row = DealPrice.objects.create(
        **world.own,
        deal=deal(world, "approved"),
        name="Cloud",
        quantity=1,
        asked=900,
        currency="EUR",
        asked_at=NOON,
        asked_by=world.user,
    )
    return row.pk


ACTS: dict[str, Callable[[Any], tuple[Any, dict[str, Any]]]] = {
    "leads.deal/approve": lambda w: (deal(w).pk, {}),
    "leads.deal/ask": lambda w: (deal(w).pk, {"text": "Which client?"}),
    "leads.deal/decline": lambda w: (deal(w).pk, {"text": "No fit."}),
    "leads.deal/message": lambda w: (deal(w).pk, {"text": "Thank you."}),
    "leads.deal/specialists": lambda w: (deal(w, "approved").pk, {"specialists": "Regular audits"}),
    "leads.deal/prolong": lambda w: (deal(w, "approved").pk, {"until": LATER}),
    "leads.deal/revoke": lambda w: (deal(w, "approved").pk, {"text": "Idle."}),
    "leads.deal/erase": lambda w: (deal(w, "lost").pk, {}),
    "leads.dealprice/agree": lambda w: (price(w), {"agreed": "900"}),
    "leads.dealprice/decline": lambda w: (price(w), {"text": "Too low."}),
}
