"""Cards that this app shows on other apps' pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from common.actor import Actor
from notices.models import Notice, Reading
from web.cards import add_card
from web.mixed_rows import Row, Source, Written, written

LATEST = 3
_CODE = "card:notices"


def _reads(request: Any) -> Mapping[str, Written]:
    """The newest notices, and whether the person has read them."""
    zone = request.program.time_zone

    def newest(actor: Actor) -> Source:
        mine = Reading.objects.filter(notice=OuterRef("pk"), user=actor.user_id)
        rows = Notice.objects.visible_to(actor).with_told().annotate(is_read=Exists(mine)).order_by("-sent_at", "-pk")
        return Source(rows, LATEST, told="told", day="sent_at", zone=zone, flag="is_read")

    return {_CODE: written(_CODE, request.actor, (zone, get_language()), newest)}


def _latest(request: Any, gathered: Mapping[str, Sequence[Row]]) -> Mapping[str, Any] | None:
    """The newest notices, for the partner's home page."""
    latest = [
        {"pk": row.key, "own_subject": row.told, "read_at": row.flag, "sent_at": row.day} for row in gathered[_CODE]
    ]
    return {"latest": latest} if latest else None


add_card("home", "notices/inbox/latest.html", _latest, place=50, reads=_reads)
