"""The only place where the clock is read: by views, tasks and commands. Rules and operations take days as arguments."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today(tz: str) -> date:
    """The calendar day it is now in the time zone `tz`, an IANA name such as "Europe/Athens".

    Raises `zoneinfo.ZoneInfoNotFoundError` for a name that is no time zone.
    """
    return now().astimezone(ZoneInfo(tz)).date()
