"""When a scheduled report is due, and which days a report covers unless somebody asks for others."""

from calendar import monthrange
from datetime import date, timedelta

from common.dates import DAY

MONTHS_BACK = 11
DAYS_AHEAD = 90
LONGEST = timedelta(days=3700)  # a period of ten years


def period_begin(every: str, day: date) -> date:
    """The first day of the week (a Monday) or the month that a day belongs to."""
    return day - timedelta(days=day.weekday()) if every == "week" else day.replace(day=1)


def is_due(every: str, sent_for: date, today: date) -> bool:
    """Whether the report of this week or month was not sent yet; after missed ones, one email is due."""
    return period_begin(every, today) > sent_for


def period_before(since: date, until: date) -> tuple[date, date]:
    """The period of the same length before: whole months before months that begin on the first, else days."""
    if since.day != 1:
        return since - (until - since) - DAY, since - DAY
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    last = _months_later(until.replace(day=1), 1) - DAY
    before = _months_later(until.replace(day=1), -months)
    length = monthrange(before.year, before.month)[1]
    return _months_later(since, -months), before.replace(day=length if until == last else min(until.day, length))


def presets(today: date) -> dict[str, tuple[date, date]]:
    """The periods that are one press away: this quarter and year until today, the last ones whole."""
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    year = today.replace(month=1, day=1)
    return {
        "this_quarter": (quarter, today),
        "last_quarter": (_months_later(quarter, -3), quarter - DAY),
        "this_year": (year, today),
        "last_year": (year.replace(year=year.year - 1), year - DAY),
    }


def next_begin(every: str, sent_for: date) -> date:
    """The day on which the next email is due after the one for the week or month that began on a day."""
    return sent_for + timedelta(days=7) if every == "week" else _months_later(sent_for, 1)


def _months_later(first: date, months: int) -> date:
    """The first day of the month so many months after that of a first day."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def usual_period(today: date, *, ahead: bool) -> tuple[date, date]:
    """This month and the eleven before; looking ahead, the next 90 days."""
    if ahead:
        return today, today + timedelta(days=DAYS_AHEAD)
    months = today.year * 12 + today.month - 1 - MONTHS_BACK
    return date(months // 12, months % 12 + 1, 1), today
