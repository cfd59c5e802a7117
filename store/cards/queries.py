"""Reads of card payments, for queues and jobs."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from common.actor import Actor
from store.cards.models import CardCheckout, CardDispute, CardRefund

PATIENCE = timedelta(minutes=3)  # in which the webhook or the partner usually comes back
AGAIN = timedelta(minutes=15)


def unmatched_checkouts(actor: Actor) -> QuerySet[CardCheckout]:
    """Card payments whose money an order couldn't take, oldest first."""
    return CardCheckout.objects.visible_to(actor).filter(state=CardCheckout.State.WAITING).order_by("started_at", "pk")


def refunds_to_look_at(actor: Actor) -> QuerySet[CardRefund]:
    """Refunds that failed or were made at Stripe itself, oldest first."""
    return CardRefund.objects.visible_to(actor).filter(state__in=CardRefund.OPEN).order_by("queued_at", "pk")


def open_disputes(actor: Actor) -> QuerySet[CardDispute]:
    """Disputes that aren't decided, oldest first."""
    return CardDispute.objects.visible_to(actor).filter(state=CardDispute.State.OPEN).order_by("opened_at", "pk")


def checkouts_to_ask(actor: Actor, *, now: datetime) -> QuerySet[CardCheckout]:
    """Open checkouts that Stripe should be asked about: nobody told us for a while."""
    rows = CardCheckout.objects.visible_to(actor).filter(
        Q(asked_at=None) | Q(asked_at__lte=now - AGAIN),
        state=CardCheckout.State.OPEN,
        started_at__lte=now - PATIENCE,
    )
    return rows.order_by("pk")
