"""A partner's rank among all who hold a level: by active points, ties by earlier acceptance (B24-4.1r)."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from common.tenancy import bind

_MINE = """
SELECT COALESCE(account.points, 0), partner.accepted_on, partner.code, partner.country
FROM statuses_standing standing
JOIN partners_partner partner ON partner.id = standing.partner_id
LEFT JOIN points_account account ON account.partner_id = partner.id AND account.code = %(account)s
WHERE standing.partner_id = %(partner)s AND standing.track = %(track)s AND standing.level <> ''
"""

# Codes are compared byte by byte, as in `manage.py standings`, whatever the database's collation.
_BEFORE = """
SELECT count(*), count(*) FILTER (WHERE partner.country = %(country)s)
FROM {holders}
JOIN partners_partner partner ON partner.id = standing.partner_id
WHERE standing.program_id = %(program)s AND standing.track = %(track)s AND standing.level <> ''
  AND (COALESCE(account.points, 0) > %(points)s
       OR (COALESCE(account.points, 0) = %(points)s
           AND (partner.accepted_on, partner.code COLLATE "C") < (%(accepted_on)s, %(code)s)))
"""

# With points, only partners with at least as many can rank higher, so fewer rows are joined.
_RICHER = """points_account account
JOIN statuses_standing standing ON standing.partner_id = account.partner_id
 AND account.program_id = %(program)s AND account.code = %(account)s AND account.points >= %(points)s"""
_EVERYBODY = """statuses_standing standing
LEFT JOIN points_account account ON account.partner_id = standing.partner_id AND account.code = %(account)s"""


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
    asked: dict[str, Any] = {"program": program_id, "partner": partner_id, "track": track, "account": account}
    with bind(program_id), connection.cursor() as cursor:
        cursor.execute(_MINE, asked)
        mine = cursor.fetchone()
        if mine is None:
            return None
        asked |= dict(zip(("points", "accepted_on", "code", "country"), mine, strict=True))
        cursor.execute(_BEFORE.format(holders=_RICHER if asked["points"] > 0 else _EVERYBODY), asked)
        before, at_home = cursor.fetchone()
    return Rank(before + 1, at_home + 1)
