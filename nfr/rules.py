"""Pure rules of NFR licenses: terms, extension, slots."""

from collections.abc import Collection
from datetime import date, timedelta

from common.dates import DAY, months_after


def last_day(starts_on: date, months: int) -> date:
    """The last day of a term in months: six from 10 January end on 9 July."""
    return months_after(starts_on, months) - DAY


def is_over(ends_on: date | None, today: date) -> bool:
    """Whether the license is rolled back at the opening of the day."""
    return ends_on is not None and ends_on < today


def extendable_from(ends_on: date, days: int) -> date:
    """The first day on which a license may be extended."""
    return ends_on - timedelta(days=days)


def free_slot(taken: Collection[int], allowance: int) -> int | None:
    """The lowest slot that nobody holds; None when all are taken, or as many as the allowance."""
    if len(taken) >= allowance:
        return None
    return next(slot for slot in range(1, allowance + 1) if slot not in taken)


def reminded_on(ends_on: date, days: int) -> date:
    """The day on which a reminder goes out, ``days`` before the last day."""
    return ends_on - timedelta(days=days)
