"""Times in words, always with their time zone."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def moment_words(moment: datetime) -> str:
    """The day and time in the reader's language and the current time zone, which is named: CET or UTC+03."""
    local = moment.astimezone(timezone.get_current_timezone())
    zone = local.tzname() or ""
    return f"{date_format(local, 'DATETIME_FORMAT')} {f'UTC{zone}' if zone[:1] in '+-' else zone}"
