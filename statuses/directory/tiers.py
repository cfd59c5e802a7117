"""Sorts directory cards into the tiers of the search: roughly by their place in the directory (docs/adr/0006)."""

from itertools import accumulate

from django.db import connection, transaction

from partners.models.card import LAST_TIER, TIERS

# A card locked by another writer is skipped: its tier changes the next time, and waiting could deadlock.
_MOVED = """
SELECT text.card_id, ranked.tier
FROM partners_cardtext text
JOIN (
    SELECT partner_id, width_bucket(
        row_number() OVER (ORDER BY featured DESC, points DESC, accepted_on, code), %(bounds)s::bigint[]
    ) AS tier
    FROM partners_card WHERE program_id = %(program)s
) ranked ON ranked.partner_id = text.card_id
WHERE text.tier <> ranked.tier
FOR NO KEY UPDATE OF text SKIP LOCKED
"""
_MOVE = """
UPDATE partners_cardtext text SET tier = moved.tier
FROM unnest(%(cards)s::bigint[], %(tiers)s::smallint[]) moved (card_id, tier)
WHERE text.card_id = moved.card_id AND moved.tier = %(tier)s
"""


def refresh_tiers(*, program_id: int) -> int:
    """Move each card to the tier of its place; returns how many moved.

    Searches stay complete whatever tier a card is in. The order of results is exact while they can all be counted, and
    of words that more cards have, as exact as the tiers.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MOVED, {"program": program_id, "bounds": _bounds()})
        moved = cursor.fetchall()
        if moved:
            cards, tiers = zip(*moved, strict=True)
            for tier in sorted(
                set(tiers)
            ):  # so that the cards of a tier lie side by side, and the first stay in memory
                cursor.execute(_MOVE, {"cards": list(cards), "tiers": list(tiers), "tier": tier})
    return len(moved)


def _bounds() -> list[int]:
    """The first place of each tier after the first, counted from 1."""
    sizes = [size for size in TIERS[:LAST_TIER] if size is not None]
    return [size + 1 for size in accumulate(sizes)]
