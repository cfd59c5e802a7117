"""Partners taken in parts and locked in order, so that one transaction at a time decides about a partner."""

from collections.abc import Iterator, Sequence

from django.db import connection

CHUNK = 1000


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in parts that one transaction step holds in memory."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def lock_partners(partner_ids: Sequence[int]) -> None:
    """Hold partners, in order of their ids, until the transaction ends: one decides about them at a time.

    Their keys are not held: rows that only refer to a partner may be added meanwhile, which needs no waiting and
    cannot end in a deadlock with somebody who waits for the watermark.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM partners_partner WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(partner_ids)]
        )
