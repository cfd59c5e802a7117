"""Cards that this app shows on other apps' pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from notices.models import Notice, Reading
from web.cards import add_card
from web.gathering import Row, Source

LATEST = 3
_CODE = "card:notices"


def _reads(request: Any) -> Mapping[str, Source]:
    """The newest notices, and whether the person has read them."""
    mine = Reading.objects.filter(notice=OuterRef("pk"), user=request.user.pk)
    rows = Notice.objects.visible_to(request.actor).annotate(is_read=Exists(mine)).order_by("-sent_at", "-pk")
    zone = request.program.time_zone
    return {_CODE: Source(rows, LATEST, told="subject", day="sent_at", zone=zone, flag="is_read")}


def _latest(request: Any, gathered: Mapping[str, Sequence[Row]]) -> Mapping[str, Any] | None:
    """The newest notices, for the partner's home page."""
    latest = [{"pk": row.key, "subject": row.told, "read_at": row.flag, "sent_at": row.day} for row in gathered[_CODE]]
    return {"latest": latest} if latest else None


add_card("home", "notices/inbox/latest.html", _latest, place=50, reads=_reads)
