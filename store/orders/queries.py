"""Reads of orders."""

from django.db.models import QuerySet

from common.actor import Actor
from store.models import Order


def orders(actor: Actor) -> QuerySet[Order]:
    """Orders that the actor may see, newest first."""
    return Order.objects.visible_to(actor).order_by("-pk")


def order_with_lines(actor: Actor, number: str) -> Order | None:
    """One order with its lines, history, refunds and invoices, by its number; five queries."""
    rows = orders(actor).filter(number=number).select_related("partner", "placed_by")
    return rows.prefetch_related("lines", "steps", "refunds", "invoices").first()


def orders_to_confirm(actor: Actor) -> QuerySet[Order]:
    """Orders that wait for their payment, oldest first."""
    return Order.objects.visible_to(actor).unpaid().order_by("placed_at", "pk")
