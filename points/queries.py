"""Reads of the ledger."""

from django.db.models import Sum

from common.actor import Actor
from points.models import Entry


def points_of(actor: Actor, activity_id: int) -> int:
    """The points an activity earned on all accounts, less reversals; one query."""
    entries = Entry.objects.visible_to(actor).filter(activity_id=activity_id)
    return entries.aggregate(points=Sum("points"))["points"] or 0
