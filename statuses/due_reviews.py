"""Decides the reviews and grace periods due on a day, for any number of partners (B24-3.4.1)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from common.dates import DAY
from common.events import publish
from common.memory import uncollected
from points.models import Account
from programs.rulebook import Rulebook
from statuses.engine.resume import open_day
from statuses.engine.state import TrackState
from statuses.events import LevelDecided, StandingsSettled
from statuses.histories import histories
from statuses.models import Standing
from statuses.operations import settle
from statuses.partner_locks import chunks, lock_partners
from statuses.results import add_changes, write_standings

_DUE = """
SELECT DISTINCT partner_id FROM statuses_standing
WHERE program_id = %(program)s AND (review_on <= %(on)s OR grace_on <= %(on)s)
ORDER BY partner_id
"""


def due_partners(*, program_id: int, on: date) -> list[int]:
    """Partners with an undecided review or end of grace period on or before a day."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"program": program_id, "on": on})
        return [partner_id for (partner_id,) in cursor]


def decide_due(*, rulebook: Rulebook, partner_ids: Sequence[int], on: date, now: datetime) -> list[LevelDecided]:
    """Make the decisions due at the opening of ``on`` for partners with nothing else on that day.

    The day's points must be rolled forward first. Where a downgrade resets points, partners are replayed in full
    instead, because their entries are needed.
    """
    if any(track.downgrade.points == "restart" for track in rulebook.on(on).tracks):
        return settle(rulebook=rulebook, partner_ids=partner_ids, until=on, now=now)
    decided = []
    for chunk in chunks(partner_ids):
        with uncollected():
            decided += _decide(rulebook, chunk, on, now)
    return decided


def _decide(rulebook: Rulebook, partner_ids: Sequence[int], on: date, now: datetime) -> list[LevelDecided]:
    lock_partners(partner_ids)
    states, totals = _still_due(_states(partner_ids), on), _totals(partner_ids)
    timelines = {
        partner_id: open_day(
            history, rulebook.revisions, states=states[partner_id], totals=totals.get(partner_id, {}), day=on
        )
        for partner_id, history in histories(list(states), until=on - DAY).items()
    }
    fresh = add_changes(rulebook.program.pk, timelines, now=now)
    write_standings(rulebook.program.pk, timelines)
    moved = [change.partner_id for change in fresh if change.before != change.after]
    publish(StandingsSettled(rulebook, moved, fresh, on, live=True, now=now))
    return fresh


def _states(partner_ids: Sequence[int]) -> dict[int, dict[str, TrackState]]:
    found: dict[int, dict[str, TrackState]] = defaultdict(dict)
    rows = Standing.objects.filter(partner_id__in=partner_ids).values_list(
        "partner_id", "track", "level", "since", "confirmed_on", "review_on", "grace_on", "state"
    )
    for partner_id, track, level, since, confirmed_on, review_on, grace_on, state in rows:
        found[partner_id][track] = TrackState(
            level=level,
            since=since,
            confirmed_on=confirmed_on,
            review_on=review_on,
            grace_on=grace_on,
            lost={lost: date.fromisoformat(day) for lost, day in state["lost"].items()},
            reviews=state["reviews"],
        )
    return found


def _still_due(states: dict[int, dict[str, TrackState]], on: date) -> dict[int, dict[str, TrackState]]:
    """Without partners already decided by a fact of the same day before they were locked."""
    return {
        partner_id: tracks
        for partner_id, tracks in states.items()
        if any(state.due_on and state.due_on <= on for state in tracks.values())
    }


def _totals(partner_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for partner_id, code, points in Account.objects.filter(partner_id__in=partner_ids).values_list(
        "partner_id", "code", "points"
    ):
        found[partner_id][code] = points
    return found
