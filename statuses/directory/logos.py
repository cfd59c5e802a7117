"""The logo on a directory card: a small picture, rebuilt when the partner's file changes."""

from collections.abc import Sequence

from django.db import connection

from common.pictures import small_png
from partners.models import Card, CardLogo, Document

SIDE = 256  # pixels at most

_STALE = """
SELECT card.partner_id, partner.logo_id, COALESCE(document.digest, '')
FROM partners_card card
JOIN partners_partner partner ON partner.id = card.partner_id
LEFT JOIN partners_document document ON document.id = partner.logo_id
WHERE card.partner_id = ANY(%s) AND card.logo <> COALESCE(document.digest, '')
"""


def refresh_logos(*, partner_ids: Sequence[int]) -> None:
    """Update the cards' logos from the partners' profiles; one query when all are up to date."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE, [list(partner_ids)])
        stale = cursor.fetchall()
    for partner_id, document_id, digest in stale:
        if digest:
            image = small_png(bytes(Document.objects.values_list("content", flat=True).get(pk=document_id)), SIDE)
            CardLogo.objects.update_or_create(card_id=partner_id, defaults={"digest": digest, "image": image})
        else:
            CardLogo.objects.filter(card_id=partner_id).delete()
        Card.objects.filter(pk=partner_id).update(logo=digest)
