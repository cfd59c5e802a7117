"""The statement of a points account: movements with balances, and coming expiries (B24-4.2a)."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db import connection

DAY = timedelta(days=1)
Turn = Literal["expired", "posted"]
EXPIRIES_SHOWN = 6  # coming expiry days shown on pages about the present

# A reversed entry expires together with its reversal; the two cancel out and are left out.
_MOVEMENTS = """
WITH mine AS (
    SELECT * FROM points_entry WHERE partner_id = %(partner)s AND account = %(account)s AND earned_on <= %(on)s
), movement AS (
    SELECT earned_on AS day, 1 AS turn, id, points FROM mine
    UNION ALL
    SELECT expires_on, 0, id, -points FROM mine
    WHERE expires_on <= %(on)s AND reverses_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM points_entry other WHERE other.reverses_id = mine.id)
), running AS (
    SELECT *, sum(points) OVER (ORDER BY day, turn, id ROWS UNBOUNDED PRECEDING) AS balance FROM movement
)
SELECT running.day, CASE running.turn WHEN 1 THEN 'posted' ELSE 'expired' END, running.points, running.balance,
       entry.rule, entry.clause, entry.reason, entry.expires_on, entry.reverses_id IS NOT NULL,
       activity.kind, activity.attributes, activity.subject
FROM running
JOIN points_entry entry USING (id)
LEFT JOIN activities_activity activity ON activity.id = entry.activity_id
WHERE %(sign)s = 0 OR sign(running.points) = %(sign)s
ORDER BY running.day DESC, running.turn DESC, running.id DESC
OFFSET %(start)s LIMIT %(count)s
"""

_EXPIRIES = """
SELECT expires_on, sum(points) FROM points_entry
WHERE partner_id = %s AND account = %s AND earned_on <= %s AND expires_on > %s
GROUP BY expires_on HAVING sum(points) <> 0 ORDER BY expires_on LIMIT %s
"""


@dataclass(frozen=True)
class Movement:
    """One line of a statement. ``points`` are signed, ``balance`` is the active total after the line."""

    day: date
    turn: Turn
    points: int
    balance: int
    rule: str
    clause: str
    reason: str
    expires_on: date | None
    reverses: bool
    kind: str | None
    attributes: dict[str, Any]
    subject: str | None

    @property
    def counts_until(self) -> date | None:
        """The last day the posted points are active; None for a deduction, or when they never expire."""
        return self.expires_on - DAY if self.expires_on and self.turn == "posted" and self.points > 0 else None


class Statement:
    """The movements of one account up to a day, newest first; each slice is one query."""

    def __init__(self, *, partner_id: int, account: str, on: date, sign: Literal[-1, 0, 1] = 0) -> None:
        self._asked: dict[str, str | int | date] = {"partner": partner_id, "account": account, "on": on, "sign": sign}

    def __getitem__(self, rows: slice) -> list[Movement]:
        start = rows.start or 0
        with connection.cursor() as cursor:
            cursor.execute(_MOVEMENTS, {**self._asked, "start": start, "count": rows.stop - start})
            return [_movement(row) for row in cursor.fetchall()]


def expiries(*, partner_id: int, account: str, on: date, at_most: int) -> list[tuple[date, int]]:
    """The next days on which active points expire, with how many."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRIES, [partner_id, account, on, on, at_most])
        return [(day, int(points)) for day, points in cursor.fetchall()]


def _movement(row: tuple[Any, ...]) -> Movement:
    day, turn, points, balance, rule, clause, reason, expires_on, reverses, kind, attributes, subject = row
    held = json.loads(attributes) if isinstance(attributes, str) else attributes or {}
    return Movement(
        day, turn, int(points), int(balance), rule, clause, reason, expires_on, reverses, kind, held, subject
    )
