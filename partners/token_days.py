"""The lifetime of an API token: whole days in the program's time zone, at most ten years."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.dates import years_after

MOST_YEARS = 10


def last_day_problem(day: date, today: date) -> str:
    """Why a token can't end on this day, or "". Allowed are today to the same date in ten years, both included."""
    if today <= day <= years_after(today, MOST_YEARS):
        return ""
    return _("Choose a day from today on, within ten years.")


def end_of(day: date, time_zone: str) -> datetime:
    """The moment (UTC) at which a token ends: the last second of its last day in the program's time zone."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
