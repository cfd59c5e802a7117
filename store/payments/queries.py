"""Reads of bank entries."""

from django.db.models import QuerySet

from common.actor import Actor
from store.models import BankEntry


def waiting_entries(actor: Actor) -> QuerySet[BankEntry]:
    """Entries that wait for a manager: not matched, underpaid and overpaid ones, oldest first."""
    return BankEntry.objects.visible_to(actor).filter(state__in=BankEntry.WAITING).order_by("since", "pk")
