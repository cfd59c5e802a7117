"""What all order operations share: lock partner and order, check the step, note it in the history."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from store.models import Order, OrderStep
from store.orders.rules import can


class UnableToChangeOrder(Refused):
    """The order can't take this step; ``problems`` says why, by field."""


def hold_order(actor: Actor, order: Order) -> Order:
    """Lock the partner, then the order, until the transaction ends, and read both again.

    Everything that changes points locks the partner first (statuses/locking.py).
    """
    Partner.objects.select_for_update(no_key=True).get(pk=order.partner_id)
    rows = Order.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    return rows.select_related("partner").get(pk=order.pk)


def refuse_late(order: Order, step: str) -> None:
    """Raise UnableToChangeOrder if the step is not possible in the order's state."""
    if not can(order.state, step):
        said = _("This is no longer possible: the order is “%(state)s”.")
        raise UnableToChangeOrder({"": said % {"state": order.get_state_display()}})


def write_step(order: Order, kind: str, *, actor: Actor, now: datetime, text: str = "") -> OrderStep:
    """Add a step to the order's history."""
    return OrderStep.objects.create(
        program_id=order.program_id,
        partner_id=order.partner_id,
        order=order,
        kind=kind,
        text=text,
        by_id=actor.user_id,
        at=now,
    )
