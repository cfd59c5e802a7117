"""Levels that a partner is about to lose, as things that it has to do."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from statuses.standing.queries import TrackStanding
from web.todo import Waiting

AHEAD = timedelta(days=90)


def dangers(tracks: Sequence[TrackStanding], on: date) -> list[Waiting]:
    """The levels that are lost within 90 days of a day if nothing more happens."""
    found = []
    for track in tracks:
        outlook = track.outlook
        if outlook is None or outlook.kept or outlook.on > on + AHEAD:
            continue
        title = _("Close the gaps to keep %(level)s") % {"level": outlook.before}
        told = _("Otherwise you lose it.")
        if outlook.after:
            told = _("Otherwise you drop to %(level)s.") % {"level": outlook.after}
        page = f"{reverse('portal:dashboard')}#track-{track.code}"
        found.append(Waiting(title, told, outlook.last_day, page, ends=False, serious=True))
    return found
