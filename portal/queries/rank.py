"""A partner's place among all who hold a level: by active points, ties by the earlier acceptance (B24-4.1r)."""

from dataclasses import dataclass

from django.db import connection

from common.tenancy import bind

_PLACE = """
WITH holder AS (
    SELECT partner.id, partner.country, partner.accepted_on, partner.code COLLATE "C" AS code,
           COALESCE(account.points, 0) AS points
    FROM statuses_standing standing
    JOIN partners_partner partner ON partner.id = standing.partner_id
    LEFT JOIN points_account account ON account.partner_id = partner.id AND account.code = %(account)s
    WHERE standing.program_id = %(program)s AND standing.track = %(track)s AND standing.level <> ''
)
SELECT count(*), count(*) FILTER (WHERE before.country = mine.country)
FROM holder mine
JOIN holder before ON (-before.points, before.accepted_on, before.code) <= (-mine.points, mine.accepted_on, mine.code)
WHERE mine.id = %(partner)s
"""


@dataclass(frozen=True)
class Rank:
    """A place in the program and in the partner's country, both from 1."""

    program: int
    country: int


def rank(*, program_id: int, partner_id: int, track: str, account: str) -> Rank | None:
    """The partner's place on the track today, as ``manage.py standings`` prints it; None without a level.

    A member is bound to its own partner and a visitor to none: the others are counted for them by the system, and
    nothing of them but their number comes out.
    """
    with bind(program_id), connection.cursor() as cursor:
        cursor.execute(_PLACE, {"program": program_id, "partner": partner_id, "track": track, "account": account})
        place, at_home = cursor.fetchone()
    return Rank(place, at_home) if place else None
