"""Stores the results of replays, writing only the differences, in bulk."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from common.bulk import insert_rows
from statuses.engine import Timeline
from statuses.engine.state import Change, TrackState
from statuses.events import LevelDecided

_CHANGE = (
    "program_id",
    "partner_id",
    "track",
    "on",
    "seq",
    "from_level",
    "to_level",
    "cause",
    "revision_id",
    "verdict",
    "decision_id",
    "decided_at",
)
_STANDING = (
    "program_id",
    "partner_id",
    "track",
    "level",
    "since",
    "confirmed_on",
    "review_on",
    "grace_on",
    "state",
    "assessed_on",
)
_REWRITE = """ON CONFLICT (partner_id, track) DO UPDATE SET
    level = EXCLUDED.level, since = EXCLUDED.since, confirmed_on = EXCLUDED.confirmed_on,
    review_on = EXCLUDED.review_on, grace_on = EXCLUDED.grace_on, state = EXCLUDED.state,
    assessed_on = EXCLUDED.assessed_on"""

_Said = tuple[object, ...]


def write_changes(program_id: int, timelines: Mapping[int, Timeline], *, now: datetime) -> list[LevelDecided]:
    """Add new decisions, and mark as superseded those that a replay no longer finds."""
    stored = _stored_changes(list(timelines))
    rows: list[tuple[object, ...]] = []
    decided: list[LevelDecided] = []
    superseded: list[int] = []
    for partner_id, timeline in timelines.items():
        held = stored.get(partner_id, {})
        for change in timeline.changes:
            if held.pop(_said(change), None) is None:
                rows.append(_change_row(program_id, partner_id, change, now))
                decided.append(_decided(partner_id, change))
        superseded.extend(held.values())
    if superseded:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE statuses_statuschange SET superseded_at = %s WHERE id = ANY(%s)", [now, superseded])
    if rows:
        insert_rows("statuses_statuschange", _CHANGE, rows)
    return decided


def add_changes(program_id: int, timelines: Mapping[int, Timeline], *, now: datetime) -> list[LevelDecided]:
    """Add the decisions of a day that has none yet."""
    found = [(partner_id, change) for partner_id, timeline in timelines.items() for change in timeline.changes]
    rows = [_change_row(program_id, partner_id, change, now) for partner_id, change in found]
    insert_rows("statuses_statuschange", _CHANGE, rows)
    return [_decided(partner_id, change) for partner_id, change in found]


def write_standings(program_id: int, timelines: Mapping[int, Timeline]) -> None:
    """Rewrite the partners' standings: one row per track of the program, with an empty level where there is none."""
    rows = [
        (
            program_id,
            partner_id,
            track,
            state.level,
            state.since,
            state.confirmed_on,
            state.review_on,
            state.grace_on,
            json.dumps({"lost": {k: str(v) for k, v in state.lost.items()}, "reviews": state.reviews}),
            timeline.until,
        )
        for partner_id, timeline in timelines.items()
        for track in timeline.definition.track_codes
        for state in (timeline.states.get(track, TrackState()),)
    ]
    insert_rows("statuses_standing", _STANDING, rows, conflict=_REWRITE)


def _decided(partner_id: int, change: Change) -> LevelDecided:
    return LevelDecided(partner_id, change.track, change.on, change.before, change.after, change.cause)


def _said(change: Change) -> _Said:
    return (change.track, change.on, change.seq, change.before, change.after, change.cause, change.decision_id)


def _change_row(program_id: int, partner_id: int, change: Change, now: datetime) -> tuple[object, ...]:
    return (
        program_id,
        partner_id,
        change.track,
        change.on,
        change.seq,
        change.before,
        change.after,
        change.cause,
        change.revision,
        json.dumps(change.verdict()),
        change.decision_id,
        now,
    )


def _stored_changes(partner_ids: list[int]) -> dict[int, dict[_Said, int]]:
    found: dict[int, dict[_Said, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT partner_id, id, track, "on", seq, from_level, to_level, cause, decision_id
               FROM statuses_statuschange WHERE partner_id = ANY(%s) AND superseded_at IS NULL""",
            [partner_ids],
        )
        for partner_id, change_id, *said in cursor.fetchall():
            found[partner_id][tuple(said)] = change_id
    return found
