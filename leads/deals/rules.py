"""States of a deal, the steps that are possible in each, and its days. Pure functions."""

from datetime import date

from common.business_days import due_day
from common.dates import DAY, months_after
from programs.definition.deals import Protection
from programs.definition.forms import Deadline

SUBMITTED, ASKED, APPROVED = "submitted", "asked", "approved"
# Each step, the states in which it is possible, and the state that follows; None: it stays.
STEPS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "ask": ((SUBMITTED,), ASKED),
    "answer": ((ASKED,), SUBMITTED),
    "approve": ((SUBMITTED, ASKED), APPROVED),
    "decline": ((SUBMITTED, ASKED), "declined"),
    "lapse": ((ASKED,), "lapsed"),
    "withdraw": ((SUBMITTED, ASKED, APPROVED), "withdrawn"),
    "revoke": ((APPROVED,), "revoked"),
    "begin": ((SUBMITTED, ASKED, APPROVED), None),
    "extend": ((APPROVED,), None),
    "prolong": ((APPROVED,), None),
    "price": ((APPROVED,), None),
    "agree_specialists": ((APPROVED,), None),
    "message": ((SUBMITTED, ASKED, APPROVED), None),
    "expire": ((APPROVED,), "expired"),
    "win": ((APPROVED,), "won"),
    "lose": ((APPROVED,), "lost"),
}


def can(state: str, step: str) -> bool:
    """Whether the step is possible in the state."""
    return state in STEPS[step][0]


def after(state: str, step: str) -> str:
    """The state after the step. Raises ValueError where it is not possible."""
    if not can(state, step):
        raise ValueError(f"{step} is not possible in {state}")
    return STEPS[step][1] or state


def due(deadline: Deadline, start: date, country: str) -> date:
    """The last day of a deadline that begins on a day; business days are those of its own or the given country."""
    return due_day(start, days=deadline.days, counted=deadline.counted, country=deadline.country or country)


def protected_until(protection: Protection, start: date) -> date:
    """The last day of a protection that begins on a day."""
    return months_after(start, protection.months) - DAY


def extended_until(protection: Protection, until: date) -> date:
    """The last day of a protection that is extended once."""
    return months_after(until + DAY, protection.extension_months) - DAY


def extendable_from(protection: Protection, until: date) -> date:
    """The first day on which a report of progress extends the protection."""
    return until - protection.extend_within_days * DAY
