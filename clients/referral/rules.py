"""Pure rules of referrals: which visit counts for a sign-up, and the months that the statistics show."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from common.dates import months_after


class Visited(Protocol):
    """A visit by a link."""

    on: date
    at: datetime


Visit = TypeVar("Visit", bound=Visited)


def counted_from(on: date, window_days: int) -> date:
    """The earliest day on which a visit still counts for a sign-up on a day (B24-5.1)."""
    return on - timedelta(days=window_days)


def winner(visits: Iterable[Visit], *, on: date, window_days: int, wins: str) -> Visit | None:
    """The visit that a sign-up on a day belongs to: the first one within the window, or the last (R18)."""
    start = counted_from(on, window_days)
    counted = sorted((one for one in visits if start <= one.on <= on), key=lambda one: one.at)
    return (counted[0] if wins == "first" else counted[-1]) if counted else None


def months_until(today: date, count: int) -> list[date]:
    """The first days of the last ``count`` months, the oldest first; today's month is the last one."""
    this = today.replace(day=1)
    return [months_after(this, n - count + 1) for n in range(count)]
