"""Cards that this app shows on other apps' pages."""

from collections.abc import Mapping
from typing import Any

from notices.models import Notice
from web.cards import add_card

LATEST = 3


def _latest(request: Any, about: None) -> Mapping[str, Any] | None:
    """The newest notices, for the partner's home page."""
    latest = list(Notice.objects.visible_to(request.actor).with_reading_of(request.user.pk)[:LATEST])
    return {"latest": latest} if latest else None


add_card("home", "notices/inbox/latest.html", _latest, place=50)
