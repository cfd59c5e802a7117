"""Cancels orders that nobody paid in time, so that their bonuses return (R6)."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_noop as _  # the page of the order translates it for its reader

from accounts.permissions import require
from common.actor import Actor
from programs.rulebook import Rulebook
from store.models import Order
from store.orders.operations import cancel_order


def cancel_overdue(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Cancel unpaid orders whose due day has passed by more than ``payment.late_days``; returns how many.

    Until then, a transfer that was on time may still be on a statement to come. An order that is paid in part is left
    to a manager.
    """
    require(actor, "orders.confirm", program_id=rulebook.program.pk)
    store = rulebook.on(today).store
    if store is None:
        return 0
    last = today - timedelta(days=store.payment.late_days)
    rows = Order.objects.visible_to(actor).unpaid().filter(due_on__lt=last, payments=None).order_by("pk")
    overdue = list(rows)
    for order in overdue:
        cancel_order(actor=actor, order=order, today=today, now=now, reason=_("The payment didn't arrive in time."))
    return len(overdue)
