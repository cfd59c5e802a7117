"""What ends for a partner in the year ahead, as one timeline: points, licenses, bonus money, and its next review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import years_after
from common.numbers import number
from statuses.standing.queries import TrackStanding
from web.timelines import Lane, Span, Timeline, timeline
from web.todo import Waiting


@dataclass(frozen=True)
class Ending:
    """Something that ends on a day, with its page."""

    on: date
    what: str
    told: str
    address: str
    tone: str


@dataclass(frozen=True)
class Endings:
    """Everything that ends, the next first, and the timeline of it."""

    rows: Sequence[Ending]
    timeline: Timeline


def endings(waiting: Sequence[Waiting], tracks: Sequence[TrackStanding], on: date) -> Endings:
    """Merge what apps say that ends with points that expire and decisions about levels, up to a year from a day."""
    last = years_after(on, 1)
    rows = [Ending(each.due, each.title, each.told, each.address, "4") for each in waiting if each.due]
    for track in tracks:
        rows += _of(track)
    rows = sorted((row for row in rows if on <= row.on <= last), key=lambda row: (row.on, row.what))
    kinds = list(dict.fromkeys(row.what for row in rows))
    lanes = [
        Lane(kind, [Span(row.on, None, row.told, tone=row.tone) for row in rows if row.what == kind]) for kind in kinds
    ]
    return Endings(rows, timeline(lanes, first=on, last=last, today=on))


def _of(track: TrackStanding) -> list[Ending]:
    found = []
    statement = reverse("points:statement")
    for each in track.expiries:
        told = ngettext("%(points)s point", "%(points)s points", each.points) % {"points": number(each.points)}
        found.append(Ending(each.on, _("%(account)s expire") % {"account": track.account}, told, statement, "1"))
    due = track.found.state.due_on
    if due and track.level:
        tone = "good" if track.outlook is None or track.outlook.kept else "warn"
        found.append(Ending(due, _("Next review"), track.level, reverse("portal:dashboard"), tone))
    return found
