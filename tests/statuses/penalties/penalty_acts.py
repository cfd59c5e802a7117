"""What the buttons of penalties are given, for tests that press every button of the admin."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from activities.models import Activity
from statuses.models import Standing
from tests.careers import NOON, TODAY

TERM = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=9), "reason": "Unfair"}


def gold(world: Any) -> int:
    """The partner on the highest level; returns its id."""
    given = {"level": "gold", "since": TODAY, "assessed_on": TODAY}
    Standing.objects.update_or_create(**world.own, track="status", defaults=given)
    return world.partner.pk


def course(world: Any) -> int:
    """A course that the partner passed; returns the activity's id."""
    passed = {"kind": "course", "on": TODAY, "attributes": {"course": "sales"}, "recorded_at": NOON}
    return Activity.objects.create(**world.own, **passed).pk


ACTS: dict[str, Callable[[Any], tuple[Any, dict[str, Any]]]] = {
    "partners.partner/bar": lambda w: (w.partner.pk, TERM),
    "partners.partner/unlist": lambda w: (w.partner.pk, TERM),
    "partners.partner/blacklist": lambda w: (w.partner.pk, TERM),
    "partners.partner/cancel": lambda w: (w.partner.pk, {"points": "5", "reason": "Fraud."}),
    "partners.partner/downgrade": lambda w: (gold(w), {"level": "silver", "reason": "Fraud."}),
    "partners.partner/revoke": lambda w: (w.partner.pk, {"activities": [course(w)], "reason": "Copied."}),
}
