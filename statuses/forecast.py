"""Forecasts the next review or grace period of many partners if nothing more happens: four queries for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from programs.code_names import Names
from programs.definition.revisions import Revisions
from statuses.engine import replay
from statuses.histories import histories
from statuses.models import Standing
from web.admin.badges import badge


@dataclass(frozen=True)
class Forecast:
    """The result of a standing's next automatic decision: the level before and after."""

    track: str
    before: str
    after: str


def forecasts(standings: Sequence[Standing], *, revisions: Revisions, known_until: date) -> dict[int, Forecast]:
    """The next decision by standing, based on what happened up to and including ``known_until``.

    Standings without a coming review or grace period are left out. The caller binds the transaction to a reader.
    """
    due = {row.pk: _due_on(row) for row in standings}
    lives = histories(sorted({row.partner_id for row in standings if due[row.pk]}), until=known_until)
    found = {}
    for row in standings:
        day = due[row.pk]
        if day is None or row.partner_id not in lives:
            continue
        changes = replay(lives[row.partner_id], revisions, day).changes
        # A grace period whose requirements are met ends without a decision: the level stays.
        after = next((change.after for change in changes if (change.track, change.on) == (row.track, day)), row.level)
        found[row.pk] = Forecast(row.track, row.level, after)
    return found


def outcome(names: Names, coming: Forecast) -> SafeString:
    """The forecast's outcome as a pill."""
    before, after = names.level(coming.track, coming.before), names.level(coming.track, coming.after)
    if coming.before == coming.after:
        return badge(_("keeps %(level)s") % {"level": after}, "success")
    if not coming.after:
        return badge(_("loses %(level)s") % {"level": before}, "danger")
    return badge(_("falls to %(level)s") % {"level": after}, "danger")


def _due_on(row: Standing) -> date | None:
    return min((day for day in (row.review_on, row.grace_on) if day), default=None)
