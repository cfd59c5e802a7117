"""How long an API token may live: whole days in the program's time zone, ten years at most."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.dates import years_after

MOST_YEARS = 10


def last_day_problem(day: date, today: date) -> str:
    """Why a token may not end on a day; empty when it may: from today to the same date in ten years, both included."""
    if today <= day <= years_after(today, MOST_YEARS):
        return ""
    return _("Choose a day from today on, within ten years.")


def end_of(day: date, time_zone: str) -> datetime:
    """The moment (UTC) at which a token ends whose last day it is: that day's last second where the program is."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
