"""The logo on a directory card: a small picture, rebuilt when the partner's file changes."""

import io
from collections.abc import Sequence

from django.db import connection
from PIL import Image

from partners.models import Card, CardLogo, Document

SIDE = 256

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
            image = small_picture(bytes(Document.objects.values_list("content", flat=True).get(pk=document_id)))
            CardLogo.objects.update_or_create(card_id=partner_id, defaults={"digest": digest, "image": image})
        else:
            CardLogo.objects.filter(card_id=partner_id).delete()
        Card.objects.filter(pk=partner_id).update(logo=digest)


def small_picture(content: bytes) -> bytes:
    """The picture as a PNG of at most ``SIDE`` pixels per side; transparency is kept.

    The portal re-encoded the content at upload, so its size is safe to decode.
    """
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        small = picture.convert("RGBA")
        small.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()
