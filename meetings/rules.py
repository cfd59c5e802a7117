"""When meetings take place, and what their result may be."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from programs.definition import Definition
from programs.definition.meetings import Meeting

SATURDAY = 5


def kind_of(definition: Definition, code: str) -> Meeting | None:
    """The program's kind of meeting with this code; None if it has none."""
    return next((kind for kind in definition.meetings if kind.code == code), None)


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter that holds the day."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_name(first: date) -> str:
    """The quarter's number and year, for example Q1 2026; ``first`` is its first day."""
    return f"Q{(first.month - 1) // 3 + 1} {first.year}"


def slot(on: date, at: time, *, last: time, minutes: int, place: int) -> tuple[date, time]:
    """Day and time of one of many meetings that follow each other; ``place`` counts from 0.

    Each day begins at ``at``, and its last meeting begins at ``last`` or before. After the first day only Monday to
    Friday are used.
    """
    begins, ends = datetime.combine(on, at), datetime.combine(on, last)
    days, of_day = divmod(place, (ends - begins) // timedelta(minutes=minutes) + 1)
    for _day in range(days):
        on += timedelta(days=1)
        while on.weekday() >= SATURDAY:
            on += timedelta(days=1)
    return on, (begins + of_day * timedelta(minutes=minutes)).time()


def attributes_of(kind: Meeting) -> Mapping[str, str | bool]:
    """The attributes of the activity that records attendance; the first of several allowed values."""
    return {name: value[0] if isinstance(value, list) else value for name, value in kind.where.items()}
