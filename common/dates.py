"""Calendar arithmetic in whole days, without a clock or a time of day.

A year before 29 February is 28 February (docs/engine.md, "Time").
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

DAY = timedelta(days=1)
# An earlier day is a typing mistake, and a replay from there would run through centuries.
EARLIEST = date(1980, 1, 1)


def years_before(day: date, years: int) -> date:
    """Return the same date ``years`` years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def years_after(day: date, years: int) -> date:
    """Return the same date ``years`` years later; 29 February becomes 28 February."""
    return years_before(day, -years)


def year_after(day: date) -> date:
    """Return the day on which a yearly term that starts on ``day`` is due; 29 February becomes 28 February."""
    return years_after(day, 1)


def expires_on(earned_on: date, years: int = 1) -> date:
    """Return the first day on which something earned on ``earned_on`` no longer counts.

    Earned on E, it is active on D while E > D minus one year (or ``years``), so 29 February counts through the next
    28 February (B24-4.2a).
    """
    try:
        return earned_on.replace(year=earned_on.year + years)
    except ValueError:
        return date(earned_on.year + years, 3, 1)


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_quarters(start: date, end: date) -> Iterator[tuple[date, date]]:
    """Return every full calendar quarter in the half-open window [start, end) as (first day, first day after)."""
    first = date(start.year, 3 * ((start.month - 1) // 3) + 1, 1)
    if first < start:
        first = _next_quarter(first)
    while (after := _next_quarter(first)) <= end:
        yield first, after
        first = after


def _next_quarter(first: date) -> date:
    return date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
