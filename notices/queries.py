"""Inbox queries for the dashboard's header and filters."""

from common.actor import Actor
from notices.models import Notice
from web.tabs import MOST_COUNTED


def unread_count(actor: Actor) -> int:
    """How many notices the person has not read, counted up to `MOST_COUNTED`. One query."""
    if actor.kind != "partner" or actor.user_id is None:
        return 0
    return Notice.objects.visible_to(actor).unread_by(actor.user_id)[:MOST_COUNTED].count()


def kinds_of(actor: Actor) -> list[str]:
    """The kinds of notices that the partner has received. One query."""
    return list(Notice.objects.visible_to(actor).order_by().values_list("kind", flat=True).distinct())
