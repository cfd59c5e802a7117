"""Inbox queries for the dashboard's header and filters."""

from django.db.models import QuerySet

from common.actor import Actor
from notices.models import Notice


def unread(actor: Actor) -> QuerySet[Notice]:
    """The notices that the person has not read."""
    if actor.kind != "partner" or actor.user_id is None:
        return Notice.objects.none()
    return Notice.objects.visible_to(actor).unread_by(actor.user_id)


def kinds_of(actor: Actor) -> list[str]:
    """The kinds of notices that the partner has received. One query."""
    return list(Notice.objects.visible_to(actor).order_by().values_list("kind", flat=True).distinct())
