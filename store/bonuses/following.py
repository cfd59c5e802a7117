"""What orders do to bonuses: a paid one has spent its bonus, a canceled one gives it back (B24-f)."""

from common.actor import Actor
from store.bonuses.operations.spending import release_bonus, spend_bonus
from store.models import Order
from store.orders.events import OrderCancelled, OrderPaid


def spend_for_order(event: OrderPaid) -> None:
    """Note that the order's bonus is spent."""
    order = Order.objects.visible_to(Actor.system(event.program_id)).get(pk=event.order_id)
    if order.bonus_total:
        spend_bonus(actor=Actor.system(event.program_id), order=order.number, today=event.today)


def release_for_order(event: OrderCancelled) -> None:
    """Give back what the unpaid order reserved."""
    system = Actor.system(event.program_id)
    order = Order.objects.visible_to(system).get(pk=event.order_id)
    if order.bonus_total:
        release_bonus(actor=system, order=order.number, today=event.today, now=event.now)
