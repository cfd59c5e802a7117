"""Times in words, always with their time zone, short months, and days in texts that were written for a log."""

import re
from datetime import date, datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format

from common.languages import readers_locale

_DAY = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")


def moment_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """The day and time in the reader's language and a time zone, by default the current one.

    The zone is named: CET or UTC+03.
    """
    local = moment.astimezone(zone or timezone.get_current_timezone())
    return f"{date_format(local, 'DATETIME_FORMAT')} {zone_words(local)}"


def zone_words(moment: datetime) -> str:
    """The time zone of a moment: CET or UTC+03; "" for one without a zone."""
    name = moment.tzname() or ""
    return f"UTC{name}" if name[:1] in ("+", "-") else name


def short_month(day: date) -> str:
    """The day's month and year for an axis, in the reader's language: "Mai 26".

    The name is Babel's: in the catalog, the month of Django's short form is the verb "may".
    """
    name = readers_locale().months["stand-alone"]["abbreviated"][day.month]
    return f"{name.rstrip('.')} {day:%y}"


def days_in_words(text: str) -> str:
    """The text with its days as the reader writes them: Nov. 29, 2026 instead of 2026-11-29."""
    return _DAY.sub(lambda found: _day_words(found[0]), text)


def _day_words(text: str) -> str:
    try:
        return str(date_format(date.fromisoformat(text)))
    except ValueError:
        return text
