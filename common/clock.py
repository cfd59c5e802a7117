"""The clock, read only here, for views, tasks and commands. Rules and operations take days as arguments."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


def today(tz: str) -> date:
    """Return today's date in the time zone `tz`, an IANA name such as "Europe/Athens".

    Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown time zone.
    """
    return now().astimezone(ZoneInfo(tz)).date()
