"""Terms in days: working days by a country's calendar, or plain calendar days. No clock, no database.

A term of N days from S ends with the Nth counted day after S, and that day still belongs to it. Working days leave out
the country's weekend (which need not be Saturday and Sunday) and its public holidays, those moved to another day
included. Where nobody knows the country's calendar, Monday to Friday work.
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
    """The last day of a term of ``days`` that runs from ``start``; ``country`` is an ISO code, or "" when unknown."""
    if counted == "calendar":
        return start + days * DAY
    day = start
    for _ in range(days):
        day += DAY
        while not is_working_day(day, country=country):
            day += DAY
    return day


def days_left(on: date, due: date, *, counted: Counted, country: str) -> int:
    """Days of the term still to come after ``on``: 0 on its last day, negative once it is over.

    A term that ended on a Friday is one day overdue from Saturday until Monday ends.
    """
    if counted == "calendar":
        return (due - on).days
    if on <= due:
        return _between(on, due, lambda day: is_working_day(day, country=country))
    return -max(1, _between(due, on, lambda day: is_working_day(day, country=country)))


def is_working_day(day: date, *, country: str) -> bool:
    """Whether people work on ``day`` in the country: no weekend, no public holiday."""
    known = _calendar(country.upper(), day.year)
    return day.weekday() < SATURDAY if known is None else known.is_working_day(day)


def _between(after: date, last: date, counts: Callable[[date], bool]) -> int:
    """How many of the days after ``after``, up to and with ``last``, count."""
    return sum(counts(date.fromordinal(number)) for number in range(after.toordinal() + 1, last.toordinal() + 1))


@lru_cache(maxsize=512)
def _calendar(country: str, year: int) -> "HolidayBase | None":
    """A country's calendar of one year. Made whole before anybody sees it: the library fills in years as it is asked.

    The library takes a second to load, so it is loaded by the first who asks.
    """
    from holidays import country_holidays
    from holidays.registry import COUNTRIES

    if not any(country in names for names in COUNTRIES.values()):
        return None
    return country_holidays(country, years=year, expand=False)
