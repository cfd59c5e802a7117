"""Writes to the ledger: post entries, and reconcile them with the rules (``points.expiry`` opens days)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from django.db import connection, transaction

from common.bulk import insert_rows, next_ids

_POST = """
WITH entry AS (
    INSERT INTO points_entry (program_id, partner_id, account, points, earned_on, expires_on, activity_id, rule,
                              clause, key, reverses_id, reason, posted_at)
    VALUES (%(program)s, %(partner)s, %(account)s, %(points)s, %(earned_on)s, %(expires_on)s, %(activity)s, %(rule)s,
            %(clause)s, %(key)s, NULL, %(reason)s, %(now)s)
    ON CONFLICT (program_id, key) DO NOTHING
    RETURNING points, expires_on
)
INSERT INTO points_account AS account (program_id, partner_id, code, points)
SELECT %(program)s, %(partner)s, %(account)s,
       CASE WHEN entry.expires_on IS NULL OR entry.expires_on > mark.active_on THEN entry.points ELSE 0 END
FROM entry, points_watermark mark WHERE mark.program_id = %(program)s
ON CONFLICT (partner_id, code) DO UPDATE SET points = account.points + EXCLUDED.points
"""

# Totals are locked in partner order, so two batches can't deadlock.
_ADD = """
INSERT INTO points_account AS account (program_id, partner_id, code, points)
SELECT %(program)s, entry.partner_id, entry.account, sum(entry.points) FILTER (
           WHERE entry.expires_on IS NULL OR entry.expires_on > mark.active_on)
FROM unnest(%(partners)s::bigint[], %(accounts)s::text[], %(points)s::bigint[], %(expiries)s::date[])
         AS entry (partner_id, account, points, expires_on),
     points_watermark mark
WHERE mark.program_id = %(program)s
GROUP BY 2, 3
HAVING count(*) FILTER (WHERE entry.expires_on IS NULL OR entry.expires_on > mark.active_on) > 0
ORDER BY 2, 3
ON CONFLICT (partner_id, code) DO UPDATE SET points = account.points + EXCLUDED.points
"""

_COLUMNS = (
    "id",
    "program_id",
    "partner_id",
    "account",
    "points",
    "earned_on",
    "expires_on",
    "activity_id",
    "rule",
    "clause",
    "key",
    "reverses_id",
    "reason",
    "posted_at",
)


class Posting(Protocol):
    """An entry the rules require; ``statuses.engine`` creates them."""

    @property
    def key(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def earned_on(self) -> date: ...
    @property
    def expires_on(self) -> date | None: ...
    @property
    def rule(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def fact_id(self) -> int | None: ...
    @property
    def reverses(self) -> str | None: ...


def set_watermark(*, program_id: int, active_on: date) -> None:
    """Set the first day for which totals are correct; does nothing when the program already has a watermark."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO points_watermark (program_id, active_on) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [program_id, active_on],
        )


def post(
    *,
    program_id: int,
    partner_id: int,
    account: str,
    points: int,
    earned_on: date,
    expires_on: date | None,
    rule: str,
    key: str,
    today: date,
    now: datetime,
    clause: str = "",
    activity_id: int | None = None,
    reason: str = "",
) -> bool:
    """Post one entry and update its total in one statement; False when the key was already posted.

    ``points`` are whole and may be negative; ``key`` is unique in the program.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if _may_race(expires_on, today):
            _hold_watermark(cursor, program_id)
        cursor.execute(
            _POST,
            {
                "program": program_id,
                "partner": partner_id,
                "account": account,
                "points": points,
                "earned_on": earned_on,
                "expires_on": expires_on,
                "activity": activity_id,
                "rule": rule,
                "clause": clause,
                "key": key,
                "reason": reason,
                "now": now,
            },
        )
        return cursor.rowcount == 1


def _may_race(expires_on: date | None, today: date) -> bool:
    """Whether a concurrent opening could pass the entry's expiry. No day after tomorrow is ever opened."""
    return expires_on is not None and expires_on <= today + timedelta(days=2)


def _hold_watermark(cursor, program_id: int) -> None:  # type: ignore[no-untyped-def]
    """Block openings until this transaction ends; a separate statement, so the next one reads the current watermark."""
    cursor.execute("SELECT 1 FROM points_watermark WHERE program_id = %s FOR SHARE", [program_id])


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    base: str
    account: str
    points: int
    earned_on: date
    expires_on: date | None

    def says(self, posting: Posting) -> bool:
        return (self.account, self.points, self.earned_on, self.expires_on) == (
            posting.account,
            posting.points,
            posting.earned_on,
            posting.expires_on,
        )


def reconcile(*, program_id: int, wanted: Mapping[int, Sequence[Posting]], reason: str, now: datetime) -> int:
    """Make the ledger match the rules for the partners in ``wanted``; returns how many entries were added.

    Missing entries are posted; entries that no longer apply are reversed by an entry with the same days, so they are
    active on no day. The caller holds the partners' locks.
    """
    stored, used = _stored(program_id, list(wanted))
    rows: list[list[object]] = []
    fresh: list[tuple[int, Posting, str]] = []
    live: dict[str, int] = {}
    for partner_id, postings in wanted.items():
        held = {entry.base: entry for entry in stored.get(partner_id, ())}
        for posting in postings:
            base = f"{partner_id}:{posting.key}"
            entry = held.pop(base, None)
            if entry and entry.says(posting):
                live[base] = entry.id
                continue
            if entry:
                rows.append(_undo(program_id, partner_id, entry, reason, now))
            times = used.get(base, 0)
            fresh.append((partner_id, posting, f"{base}#{times}" if times else base))
        rows.extend(_undo(program_id, partner_id, entry, reason, now) for entry in held.values())
    ids = next_ids("points_entry", len(fresh) + len(rows)) if fresh or rows else []
    for row in rows:
        row[0] = ids.pop()
    live.update((f"{partner_id}:{posting.key}", ids[n]) for n, (partner_id, posting, _) in enumerate(fresh))
    rows.extend(
        [
            ids[n],
            program_id,
            partner_id,
            posting.account,
            posting.points,
            posting.earned_on,
            posting.expires_on,
            posting.fact_id,
            posting.rule,
            posting.clause,
            key,
            live[f"{partner_id}:{posting.reverses}"] if posting.reverses else None,
            "",
            now,
        ]
        for n, (partner_id, posting, key) in enumerate(fresh)
    )
    if rows:
        _add(program_id, rows)
    return len(rows)


def _stored(program_id: int, partner_ids: list[int]) -> tuple[dict[int, list[_Stored]], dict[str, int]]:
    """Entries not reversed, by partner; and how often each key was posted.

    Entries are paired here, not in SQL: on a freshly filled database without statistics, the planner would self-join
    the table by scanning it once per entry.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT id, partner_id, split_part(key, '#', 1), account, points, earned_on, expires_on,
                      CASE WHEN rule = 'undo' THEN reverses_id END
               FROM points_entry
               WHERE program_id = %s AND partner_id = ANY(%s)""",
            [program_id, partner_ids],
        )
        rows = cursor.fetchall()
    undone = {row[-1] for row in rows}
    found: dict[int, list[_Stored]] = defaultdict(list)
    used: dict[str, int] = defaultdict(int)
    for entry_id, partner_id, base, account, points, earned_on, expires_on, undoes in rows:
        if undoes is None:
            used[base] += 1
            if entry_id not in undone:
                found[partner_id].append(_Stored(entry_id, base, account, points, earned_on, expires_on))
    return found, used


def _undo(program_id: int, partner_id: int, entry: _Stored, reason: str, now: datetime) -> list[object]:
    return [
        None,
        program_id,
        partner_id,
        entry.account,
        -entry.points,
        entry.earned_on,
        entry.expires_on,
        None,
        "undo",
        "",
        f"{partner_id}:undo/{entry.id}",
        entry.id,
        reason,
        now,
    ]


def _add(program_id: int, rows: list[list[object]]) -> None:
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        # A batch can include entries from years ago that a concurrent opening may be expiring.
        _hold_watermark(cursor, program_id)
        insert_rows("points_entry", _COLUMNS, rows)
        _, _, partners, accounts, points, _, expiries, *_ = zip(*rows, strict=True)
        cursor.execute(
            _ADD,
            {
                "program": program_id,
                "partners": list(partners),
                "accounts": list(accounts),
                "points": list(points),
                "expiries": list(expiries),
            },
        )
