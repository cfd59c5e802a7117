"""What all order operations share: lock partner and order, check the step, note it in the history."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.actor import Actor
from common.prepared import Prepared, PreparedFor, Slot, columns, insert, made
from common.refusals import Refused
from partners.models import Partner
from store.models import Order, OrderStep
from store.orders.rules import can

_PARTNER = Prepared(
    lambda: Partner.objects.filter(pk=Slot("partner")).select_for_update(no_key=True).values_list(*columns(Partner))
)
_ORDER = PreparedFor(
    lambda actor: (
        Order.objects.visible_to(actor)
        .filter(pk=Slot("order"))
        .select_for_update(no_key=True)
        .values_list(*columns(Order))
    )
)


class UnableToChangeOrder(Refused):
    """The order can't take this step; ``problems`` says why, by field."""


def hold_order(actor: Actor, order: Order) -> Order:
    """Lock the partner, then the order, until the transaction ends, and read both again.

    Everything that changes points locks the partner first (statuses/partner_locks.py).
    """
    if (held := _PARTNER.first(partner=order.partner_id)) is None:
        raise Partner.DoesNotExist
    if (found := _ORDER.first(actor, order=order.pk)) is None:
        raise Order.DoesNotExist
    row = made(Order, found)
    row.partner = made(Partner, held)
    return row


def refuse_late(order: Order, step: str) -> None:
    """Raise UnableToChangeOrder if the step is not possible in the order's state."""
    if not can(order.state, step):
        said = _("This is no longer possible: the order is “%(state)s”.")
        raise UnableToChangeOrder({"": said % {"state": order.get_state_display()}})


def write_step(order: Order, kind: str, *, actor: Actor, now: datetime, text: str = "") -> OrderStep:
    """Add a step to the order's history."""
    step = OrderStep(
        program_id=order.program_id,
        partner_id=order.partner_id,
        order=order,
        kind=kind,
        text=text,
        by_id=actor.user_id,
        at=now,
    )
    insert(step)
    return step
