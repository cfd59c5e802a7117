"""Recounts stored totals from their entries."""

from dataclasses import dataclass

from django.db import connection

_DIFFERENCES = """
SELECT COALESCE(account.partner_id, counted.partner_id), COALESCE(account.code, counted.account),
       COALESCE(account.points, 0), COALESCE(counted.points, 0)
FROM (SELECT * FROM points_account WHERE program_id = %(program)s) account
FULL JOIN (
    SELECT entry.partner_id, entry.account, sum(entry.points)::bigint AS points
    FROM points_entry entry, points_watermark mark
    WHERE entry.program_id = %(program)s AND mark.program_id = %(program)s
      AND (entry.expires_on IS NULL OR entry.expires_on > mark.active_on)
    GROUP BY 1, 2
) counted ON counted.partner_id = account.partner_id AND counted.account = account.code
WHERE COALESCE(account.points, 0) <> COALESCE(counted.points, 0)
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored total that differs from the sum of its entries."""

    partner_id: int
    account: str
    stored: int
    counted: int


def recount(*, program_id: int) -> list[Difference]:
    """Sum every active entry of a program and return the totals that differ; none should."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, {"program": program_id})
        return [Difference(*row) for row in cursor.fetchall()]
