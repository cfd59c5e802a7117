"""The points on the directory's cards, which follow the totals after each opening of a day (docs/adr/0003)."""

from django.db import connection, transaction

from programs.definition import MAIN_TRACK, Definition

# Whoever writes a card at this moment brings it up to date itself and is not waited for: nobody waits in a circle.
_BEHIND = """
SELECT card.partner_id
FROM partners_card card
JOIN points_account account ON account.partner_id = card.partner_id AND account.code = %(account)s
WHERE card.program_id = %(program)s AND card.points <> account.points
FOR NO KEY UPDATE OF card SKIP LOCKED
"""
_CATCH_UP = """
UPDATE partners_card card SET points = account.points
FROM points_account account
WHERE card.partner_id = ANY(%(partners)s) AND account.partner_id = card.partner_id AND account.code = %(account)s
"""


def refresh_points(*, program_id: int, definition: Definition) -> int:
    """Let cards show their partners' totals as they are now; returns how many were behind.

    Every card that differs from its total is brought up to it, whatever it missed and how often, so the step may be
    repeated and broken off at will. The cards are held first and totals read again after that: a total that changed
    meanwhile is not overwritten by an older one.
    """
    account = definition.track(MAIN_TRACK).account
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEHIND, {"program": program_id, "account": account})
        behind = [partner_id for (partner_id,) in cursor]
        if behind:
            cursor.execute(_CATCH_UP, {"partners": behind, "account": account})
    return len(behind)
