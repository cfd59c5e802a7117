"""Times in words, always with their time zone."""

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format


def moment_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """The day and time in the reader's language and a time zone, by default the current one.

    The zone is named: CET or UTC+03.
    """
    local = moment.astimezone(zone or timezone.get_current_timezone())
    name = local.tzname() or ""
    return f"{date_format(local, 'DATETIME_FORMAT')} {f'UTC{name}' if name[:1] in '+-' else name}"
