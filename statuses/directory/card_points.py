"""Updates the points on directory cards from the totals after a day is opened (docs/adr/0003)."""

from django.db import connection, transaction

from programs.definition import MAIN_TRACK, Definition

# Rows locked by another writer are skipped: it updates the card itself, and waiting could deadlock.
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
    """Set each card's points to its partner's current total; returns how many were out of date.

    All differing cards are updated, whatever caused the difference, so the step can be repeated or interrupted safely.
    Cards are locked before totals are read again, so a total that changed meanwhile isn't overwritten by an older one.
    """
    account = definition.track(MAIN_TRACK).account
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEHIND, {"program": program_id, "account": account})
        behind = [partner_id for (partner_id,) in cursor]
        if behind:
            cursor.execute(_CATCH_UP, {"partners": behind, "account": account})
    return len(behind)
