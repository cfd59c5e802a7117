"""Wording of due dates, the same on the home, in the queues and in the rows of the admin."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = 2  # days


def left_words(left: int) -> str:
    """Word the number of days to the last day of a term, which still belongs to it; negative is overdue."""
    if left == 0:
        return _("last day")
    number = abs(left)
    if left < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", number) % {"days": number}
    return ngettext("%(days)s day left", "%(days)s days left", number) % {"days": number}


def left_tone(left: int) -> str:
    """Return the color of the wording: danger, warning or empty."""
    if left < 0:
        return "danger"
    return "warning" if left <= SOON else ""
