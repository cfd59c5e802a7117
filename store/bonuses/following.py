"""What orders do to bonuses: a paid one has spent its bonus, a canceled one gives it back (B24-f).

And what a revocation does to orders (B24-9c)."""

from common.actor import Actor
from common.events import publish
from store.bonuses.events import BonusMisused, BonusRevoked
from store.bonuses.operations.spending import release_bonus, spend_bonus
from store.models import BonusEntry, Order
from store.orders.events import OrderCancelled, OrderPaid
from store.orders.operations.withdrawing import withdraw_products


def spend_for_order(event: OrderPaid) -> None:
    """Note that the order's bonus is spent."""
    if event.order.bonus_total:
        spend_bonus(actor=Actor.system(event.program_id), order=event.order.number, today=event.today)


def release_for_order(event: OrderCancelled) -> None:
    """Give back what the unpaid order reserved."""
    system = Actor.system(event.program_id)
    order = Order.objects.visible_to(system).get(pk=event.order_id)
    if order.bonus_total:
        release_bonus(actor=system, order=order.number, today=event.today, now=event.now)


def follow_revocation(event: BonusRevoked) -> None:
    """Take the measures that the manager chose: deactivate what the bonus bought, and have a case opened."""
    system = Actor.system(event.program_id)
    reason = BonusEntry.objects.visible_to(system).get(key=f"revocation/{event.credit_id}").reason
    if "deactivate_products" in event.measures:
        for order in Order.objects.visible_to(system).filter(number__in=event.orders).order_by("pk"):
            withdraw_products(
                actor=system,
                order=order,
                rulebook=event.rulebook,
                reason=reason,
                today=event.today,
                now=event.now,
            )
    if "open_case" in event.measures:
        publish(
            BonusMisused(
                event.rulebook,
                event.partner_id,
                event.credit_id,
                event.orders,
                reason,
                event.today,
                event.now,
            )
        )
