"""Terms in business days by a country's calendar, or in calendar days. No clock, no database.

A term of N days from S ends with the Nth counted day after S, and that day still belongs to it. Business days exclude
the country's weekend (not always Saturday and Sunday) and its public holidays, including holidays moved to another
day. If a country's calendar is unknown, Monday to Friday are business days.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from common.dates import DAY

if TYPE_CHECKING:
    from holidays import HolidayBase

Counted = Literal["working", "calendar"]
SATURDAY = 5


def due_day(start: date, *, days: int, counted: Counted, country: str) -> date:
    """Return the last day of a term of ``days`` from ``start``; ``country`` is an ISO code, or "" if unknown."""
    if counted == "calendar":
        return start + days * DAY
    day = start
    for _ in range(days):
        day += DAY
        while not is_working_day(day, country=country):
            day += DAY
    return day


def days_left(on: date, due: date, *, counted: Counted, country: str) -> int:
    """Return the days of the term left after ``on``: 0 on its last day, negative once it is over.

    A term that ended on a Friday is one day overdue from Saturday through Monday.
    """
    if counted == "calendar":
        return (due - on).days
    if on <= due:
        return _between(on, due, lambda day: is_working_day(day, country=country))
    return -max(1, _between(due, on, lambda day: is_working_day(day, country=country)))


def is_working_day(day: date, *, country: str) -> bool:
    """Return whether ``day`` is a business day in the country: no weekend, no public holiday."""
    known = _calendar(country.upper(), day.year)
    return day.weekday() < SATURDAY if known is None else known.is_working_day(day)


def _between(after: date, last: date, counts: Callable[[date], bool]) -> int:
    """Count the days of the term after ``after`` up to and including ``last``."""
    return sum(counts(date.fromordinal(number)) for number in range(after.toordinal() + 1, last.toordinal() + 1))


@lru_cache(maxsize=512)
def _calendar(country: str, year: int) -> "HolidayBase | None":
    """Return a country's calendar for one year, complete: the library otherwise adds years while it is being read.

    Loading the library takes a second, so the first call imports it.
    """
    from holidays import country_holidays
    from holidays.registry import COUNTRIES

    if not any(country in names for names in COUNTRIES.values()):
        return None
    return country_holidays(country, years=year, expand=False)
