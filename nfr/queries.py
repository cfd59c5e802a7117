"""Reads of NFR licenses."""

from datetime import date, timedelta

from django.db.models import QuerySet

from common.actor import Actor
from nfr.models import NfrGrant, NfrKeyLook

State = NfrGrant.State


def grants_of(actor: Actor) -> QuerySet[NfrGrant]:
    """The licenses that the actor may see, the latest first."""
    return NfrGrant.objects.visible_to(actor).order_by("-claimed_at", "-pk")


def waiting_grants(actor: Actor) -> QuerySet[NfrGrant]:
    """Claims that wait for a manager, oldest first."""
    return NfrGrant.objects.visible_to(actor).filter(state=State.WAITING).order_by("claimed_at", "pk")


def ending_grants(actor: Actor, *, on: date, days: int) -> QuerySet[NfrGrant]:
    """Active licenses whose last day is in so many days from a day."""
    return NfrGrant.objects.visible_to(actor).filter(state=State.ACTIVE, ends_on=on + timedelta(days=days))


def key_looks(actor: Actor, grant: NfrGrant) -> QuerySet[NfrKeyLook]:
    """Who looked at the key, latest first."""
    return NfrKeyLook.objects.visible_to(actor).filter(grant=grant).select_related("by")
