"""The payment of an order: it is recorded once, and the sale, points and level follow in the same transaction."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.constraints import violated
from common.events import publish
from programs.rulebook import Rulebook, read_rulebook
from store.models import Order, OrderLine, OrderStep
from store.orders.events import OrderPaid
from store.orders.fulfilment import deliver
from store.orders.rules import PAID, after
from store.orders.sales import record_sales
from store.orders.writing import UnableToChangeOrder, hold_order, refuse_late, write_step


class UnableToPay(UnableToChangeOrder):
    """The payment can't be recorded; ``problems`` says why. The money stays where it came in."""


class AlreadyPaid(UnableToPay):
    """The order was paid before. Callers that repeat a payment's message may ignore this."""


def pay_order(*, actor: Actor, order: Order, paid_on: date, means: str, now: datetime) -> Order:
    """Record that an order was paid in full on a day, exactly once (B24-2.2a, B24-3.1q, R21).

    The sale is recorded on ``paid_on``, and points and level follow at once. ``means`` names the way it was paid.
    Raises AlreadyPaid; UnableToPay for a day in the future, prices that have run out (R6), a first-sale discount that
    another order got (R5); PermissionDenied for partners.
    """
    require(actor, "orders.confirm", program_id=order.program_id)
    rulebook = read_rulebook(order.program_id)
    today = now.astimezone(ZoneInfo(rulebook.program.time_zone)).date()
    with transaction.atomic():
        row = hold_order(actor, order)
        if row.state in PAID:
            raise AlreadyPaid({"": _("Order %(number)s is paid already.") % {"number": row.number}})
        try:
            refuse_late(row, "pay")
        except UnableToChangeOrder as error:
            raise UnableToPay(error.problems) from error
        lines = list(row.lines.select_related("product").order_by("place"))
        _refuse(row, rulebook, lines, paid_on, today)
        _mark(row, paid_on, means, now)
        write_step(row, OrderStep.Kind.PAID, actor=actor, now=now)
        note_act(
            actor=actor,
            action="orders.confirm",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence(
                "Confirmed the payment of order %(number)s: %(total)s %(currency)s on %(paid_on)s",
                number=row.number,
                total=row.total,
                currency=row.currency,
                paid_on=paid_on,
            ),
        )
        record_sales(actor=actor, order=row, lines=lines, rulebook=rulebook, today=today, now=now)
        delivered = deliver(order=row, lines=lines, rulebook=rulebook, today=today, now=now)
        publish(OrderPaid(rulebook, row.partner_id, row.pk, paid_on, today, now, row, lines, delivered))
    return row


def _mark(row: Order, paid_on: date, means: str, now: datetime) -> None:
    row.state, row.paid_on, row.paid_at, row.means = after("pay"), paid_on, now, means
    try:
        with transaction.atomic(savepoint=row.first_sale):
            row.save(update_fields=["state", "paid_on", "paid_at", "means"])
    except IntegrityError as error:
        if not violated(error, "store_order_first_sale"):
            raise
        raise UnableToPay({"": _first_sale_gone()}) from error


def _refuse(row: Order, rulebook: Rulebook, lines: list[OrderLine], paid_on: date, today: date) -> None:
    if paid_on > today:
        raise UnableToPay({"paid_on": _("Enter a day that has come already.")})
    if paid_on < row.placed_on:
        said = _("The order was placed on %(day)s. Enter that day or a later one.")
        raise UnableToPay({"paid_on": said % {"day": date_format(row.placed_on)}})
    if row.due_on and paid_on > row.due_on:
        said = _("The prices of this order were valid until %(day)s. Ask the partner to order again.")
        raise UnableToPay({"paid_on": said % {"day": date_format(row.due_on)}})
    if row.first_sale and _first_sale_used(row, rulebook, lines):
        raise UnableToPay({"": _first_sale_gone()})


def _first_sale_used(row: Order, rulebook: Rulebook, lines: list[OrderLine]) -> bool:
    """Whether another order of the discount's scope was paid first; the partner is locked (R5)."""
    store = rulebook.on(row.placed_on).store
    family = (store.first_sale.family or "") if store and store.first_sale else ""
    sold = OrderLine.objects.filter(partner_id=row.partner_id, order__state__in=PAID).exclude(order=row)
    return (sold.filter(product__family=family) if family else sold).exists()


def _first_sale_gone() -> str:
    return _("Another order got the first-sale discount. Ask the partner to order again at today's prices.")
