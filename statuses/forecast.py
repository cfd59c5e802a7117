"""What the next review or grace period of many partners will decide if nothing more happens: four queries for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from programs.definition.revisions import Revisions
from programs.naming import Names
from statuses.engine import replay
from statuses.histories import histories
from statuses.models import Standing
from web.admin.badges import badge


@dataclass(frozen=True)
class Forecast:
    """What a standing's next decision by itself comes to: the level before and after it."""

    track: str
    before: str
    after: str


def forecasts(standings: Sequence[Standing], *, revisions: Revisions, known_until: date) -> dict[int, Forecast]:
    """The coming decision by standing, from what happened up to and including ``known_until``.

    Standings without a review or grace period to come are left out. The transaction is bound to who may see them.
    """
    due = {row.pk: _due_on(row) for row in standings}
    lives = histories(sorted({row.partner_id for row in standings if due[row.pk]}), until=known_until)
    found = {}
    for row in standings:
        day = due[row.pk]
        if day is None or row.partner_id not in lives:
            continue
        changes = replay(lives[row.partner_id], revisions, day).changes
        # A grace period whose terms are met ends without a decision: the level stays.
        after = next((change.after for change in changes if (change.track, change.on) == (row.track, day)), row.level)
        found[row.pk] = Forecast(row.track, row.level, after)
    return found


def outcome(names: Names, coming: Forecast) -> SafeString:
    """What a coming decision does, in a pill."""
    before, after = names.level(coming.track, coming.before), names.level(coming.track, coming.after)
    if coming.before == coming.after:
        return badge(_("keeps %(level)s") % {"level": after}, "success")
    if not coming.after:
        return badge(_("loses %(level)s") % {"level": before}, "danger")
    return badge(_("falls to %(level)s") % {"level": after}, "danger")


def _due_on(row: Standing) -> date | None:
    return min((day for day in (row.review_on, row.grace_on) if day), default=None)
