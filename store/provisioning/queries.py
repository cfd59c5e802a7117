"""Reads of webhooks and their messages."""

from django.db.models import QuerySet

from common.actor import Actor
from store.models import ProvisioningEndpoint, ProvisioningMessage


def paused_endpoints(actor: Actor) -> QuerySet[ProvisioningEndpoint]:
    """Webhooks that wait for a manager, the one that waits longest first."""
    return ProvisioningEndpoint.objects.visible_to(actor).filter(state="paused").order_by("paused_at", "pk")


def refused_messages(actor: Actor) -> QuerySet[ProvisioningMessage]:
    """Messages that the product refused for good while its webhook is in use, oldest first."""
    rows = ProvisioningMessage.objects.visible_to(actor).filter(state="failed").exclude(endpoint__state="closed")
    return rows.order_by("queued_at", "pk")
