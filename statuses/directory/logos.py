"""The logo on a directory card: a small picture made from the partner's document whenever that is another one."""

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
    """Give the cards of partners the logos of their profiles; one query when all have theirs already."""
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
    """The picture as a PNG of at most ``SIDE`` pixels each way; what is transparent stays so.

    The content was encoded by the portal when it was uploaded, so its size is known to be bearable.
    """
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        small = picture.convert("RGBA")
        small.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()
