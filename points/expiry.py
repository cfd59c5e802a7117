"""Rolls totals forward to a new day by removing expired points (B24-4.2b)."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from points.operations import set_watermark

# Only entries that expire at this boundary are read; totals and watermark change together. The list of partners lets
# the totals' index be read once in order, instead of searched from the root for every total.
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
    """Remove points that expire by ``on`` from the totals; returns how many totals changed.

    Does nothing when totals are already correct for the day; a program without a watermark starts at ``on``. A separate
    statement locks the watermark first, so a posting at or past its expiry waits. Directory cards are updated in a
    separate step (``statuses.directory.card_points.refresh_points``).
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT active_on FROM points_watermark WHERE program_id = %s FOR UPDATE", [program_id])
        mark = cursor.fetchone()
        if mark is None:
            set_watermark(program_id=program_id, active_on=on)
            # Another process may already have opened an earlier day.
            return roll_forward(program_id=program_id, on=on)
        return roll(cursor, program_id=program_id, last=mark[0], on=on) if mark[0] < on else 0


def roll(cursor: Any, *, program_id: int, last: date, on: date) -> int:
    """Run only the statement, for a locked watermark at ``last``; returns how many totals changed.

    With row-level security the planner underestimates the thousands of entries that expire and would choose a nested
    loop, so nested loops are disabled here.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    cursor.execute(_ROLL, {"program": program_id, "last": last, "on": on})
    changed: int = cursor.rowcount
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    return changed
