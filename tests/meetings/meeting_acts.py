"""What the buttons of meetings are given, for tests that press every button of the admin."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from meetings.models import Meeting
from tests.careers import NOON, TODAY

LATER = TODAY + timedelta(days=9)


def meeting(world: Any, state: str = "planned") -> int:
    """A meeting of today, in a state; returns its id."""
    row = Meeting.objects.create(
        **world.own,
        kind="qbr",
        quarter=date(2026, 1, 1),
        on=TODAY,
        at=NOON.time(),
        manager=world.manager,
        state=state,
        scheduled_at=NOON,
    )
    return row.pk


ACTS: dict[str, Callable[[Any], tuple[Any, dict[str, Any]]]] = {
    "meetings.meeting/attended": lambda w: (meeting(w), {}),
    "meetings.meeting/missed": lambda w: (meeting(w), {"reason": "Nobody came."}),
    "meetings.meeting/move": lambda w: (meeting(w), {"on": LATER, "at": "10:00"}),
    "meetings.meeting/cancel": lambda w: (meeting(w), {"reason": "Holiday."}),
    "meetings.meeting/reverse": lambda w: (meeting(w, "missed"), {"reason": "They came."}),
    "partners.partner/meeting": lambda w: (
        w.partner.pk,
        {"kind": "qbr", "on": LATER, "at": "10:00", "leader": w.manager.pk},
    ),
}
