"""Rolling the totals into a new day: what no longer counts leaves them (B24-4.2b)."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from points.operations import set_watermark

# Only entries that cross the boundary are read; totals and the day they are true for change together. The list of
# partners lets the index on totals be read once, in order, instead of searched from its root for every total.
_ROLL = """
WITH marked AS (
    UPDATE points_watermark SET active_on = %(on)s WHERE program_id = %(program)s
), gone AS MATERIALIZED (
    SELECT partner_id, account, sum(points)::bigint AS points
    FROM points_entry
    WHERE program_id = %(program)s AND expires_on > %(last)s AND expires_on <= %(on)s
    GROUP BY partner_id, account
)
UPDATE points_account account SET points = account.points - gone.points
FROM gone
WHERE account.program_id = %(program)s
  AND account.partner_id = ANY((SELECT array_agg(partner_id) FROM gone)::bigint[])
  AND account.partner_id = gone.partner_id AND account.code = gone.account AND gone.points <> 0
"""


def roll_forward(*, program_id: int, on: date) -> int:
    """Let what no longer counts on ``on`` leave the totals; returns how many totals changed.

    Nothing happens for a day that totals are true for already; for a program without a watermark the totals are true
    from ``on``. The watermark is locked first, in a statement of its own: a posting that is at or past its expiry
    waits. The directory's cards follow in a step of their own (``statuses.directory.card_points.refresh_points``).
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT active_on FROM points_watermark WHERE program_id = %s FOR UPDATE", [program_id])
        mark = cursor.fetchone()
        if mark is None:
            set_watermark(program_id=program_id, active_on=on)
            # Somebody else may have been first, with an earlier day.
            return roll_forward(program_id=program_id, on=on)
        return roll(cursor, program_id=program_id, last=mark[0], on=on) if mark[0] < on else 0


def roll(cursor: Any, *, program_id: int, last: date, on: date) -> int:
    """The bare statement, for a watermark at ``last`` that the transaction holds; returns how many totals changed.

    Behind row security the planner expects a handful of entries where thousands cross the boundary, and would compare
    each with each; so it may not join by a loop here.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    cursor.execute(_ROLL, {"program": program_id, "last": last, "on": on})
    changed: int = cursor.rowcount
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    return changed
