"""Locks partners in batches and in order, so one transaction at a time decides about a partner."""

from collections.abc import Iterator, Sequence

from django.db import connection

CHUNK = 1000


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Split the ids into batches small enough for memory."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def lock_partners(partner_ids: Sequence[int]) -> None:
    """Lock partners in order of id until the transaction ends, so only one decides about them at a time.

    Their keys are not locked: rows that only refer to a partner can still be added, without waiting or deadlocking with
    a transaction that waits for the watermark.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM partners_partner WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(partner_ids)]
        )
