"""A partner's rank among all who hold a level: by active points, ties by earlier acceptance (B24-4.1r)."""

from dataclasses import dataclass
from typing import Any

from common.planned import planned
from common.tenancy import bind

# With points, only partners with at least as many can rank higher, so fewer rows are joined: the other arm isn't run.
# Codes are compared byte by byte, as in `manage.py standings`, whatever the database's collation.
_RANK = """
WITH mine AS MATERIALIZED (
    SELECT COALESCE(account.points, 0) AS points, partner.accepted_on, partner.code, partner.country
    FROM statuses_standing standing
    JOIN partners_partner partner ON partner.id = standing.partner_id
    LEFT JOIN points_account account ON account.partner_id = partner.id AND account.code = %(account)s
    WHERE standing.partner_id = %(partner)s AND standing.track = %(track)s AND standing.level <> ''
)
SELECT before.everywhere, before.at_home FROM mine CROSS JOIN LATERAL (
    SELECT count(*) AS everywhere, count(*) FILTER (WHERE partner.country = mine.country) AS at_home
    FROM (
        SELECT account.partner_id, account.points
        FROM points_account account
        JOIN statuses_standing standing ON standing.partner_id = account.partner_id
        WHERE mine.points > 0 AND account.program_id = %(program)s AND account.code = %(account)s
          AND account.points >= mine.points AND standing.program_id = %(program)s AND standing.track = %(track)s
          AND standing.level <> ''
        UNION ALL
        SELECT standing.partner_id, COALESCE(account.points, 0)
        FROM statuses_standing standing
        LEFT JOIN points_account account
          ON account.partner_id = standing.partner_id AND account.code = %(account)s
        WHERE mine.points <= 0 AND standing.program_id = %(program)s AND standing.track = %(track)s
          AND standing.level <> ''
    ) holder
    JOIN partners_partner partner ON partner.id = holder.partner_id
    WHERE holder.points > mine.points
       OR (holder.points = mine.points
           AND (partner.accepted_on, partner.code COLLATE "C") < (mine.accepted_on, mine.code))
) before
"""


@dataclass(frozen=True)
class Rank:
    """Rank in the program and in the partner's country, both from 1."""

    program: int
    country: int


def rank(*, program_id: int, partner_id: int, track: str, account: str) -> Rank | None:
    """The partner's rank on the track today, as printed by ``manage.py standings``; None without a level.

    Members see only their own partner and visitors none, so the others are counted as the system; only their number is
    returned.
    """
    with bind(program_id, savepoint=False):
        return bound_rank(program_id=program_id, partner_id=partner_id, track=track, account=account)


def bound_rank(*, program_id: int, partner_id: int, track: str, account: str) -> Rank | None:
    """The same, for a transaction that is bound to the whole program."""
    asked: dict[str, Any] = {"program": program_id, "partner": partner_id, "track": track, "account": account}
    with planned() as cursor:
        cursor.execute(_RANK, asked)
        found = cursor.fetchone()
    return Rank(found[0] + 1, found[1] + 1) if found else None
