"""When a scheduled report is due, and which days a report covers unless somebody asks for others."""

from datetime import date, timedelta

MONTHS_BACK = 11
DAYS_AHEAD = 90
LONGEST = timedelta(days=3700)  # a period of ten years


def period_begin(every: str, day: date) -> date:
    """The first day of the week (a Monday) or the month that a day belongs to."""
    return day - timedelta(days=day.weekday()) if every == "week" else day.replace(day=1)


def is_due(every: str, sent_for: date, today: date) -> bool:
    """Whether the report of this week or month was not sent yet; after missed ones, one email is due."""
    return period_begin(every, today) > sent_for


def usual_period(today: date, *, ahead: bool) -> tuple[date, date]:
    """This month and the eleven before; looking ahead, the next 90 days."""
    if ahead:
        return today, today + timedelta(days=DAYS_AHEAD)
    months = today.year * 12 + today.month - 1 - MONTHS_BACK
    return date(months // 12, months % 12 + 1, 1), today
