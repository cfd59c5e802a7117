"""Corrections of paid orders, by new rows: refunds, and leaving an order out of sales and seats (B24-3.2)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, says, sentence
from clients.models import ClientLicence
from clients.operations.licences import end_licence, leave_out_licence
from clients.operations.seats import recount_seats
from common.actor import Actor
from common.events import publish
from common.text import without_odd
from programs.rulebook import Rulebook, read_rulebook
from store.bonuses.operations.spending import return_bonus
from store.models import Delivery, Order, OrderLine, OrderStep, Refund, RefundLine
from store.money import ZERO, minor_units
from store.orders.events import OrderCounted, OrderRefunded
from store.orders.rules import PAID, Share, share
from store.orders.sales import settle_sales
from store.orders.writing import UnableToChangeOrder, hold_order, refuse_late, write_step

State = Order.State


def refund_order(
    *, actor: Actor, order: Order, reason: str, today: date, now: datetime, units: Mapping[int, int] | None = None
) -> Refund:
    """Refund a paid order, or ``units`` of its lines by their place; everything is reversed by new rows, pro rata.

    The sale is taken back or replaced by what is left, points and level follow, licenses of refunded units end, the
    bonus returns as far as it has not expired (R10). Raises UnableToChangeOrder without a reason, for an order that
    isn't paid, and for more units than are left; PermissionDenied for partners.
    """
    require(actor, "orders.confirm", program_id=order.program_id)
    reason, rulebook = _said(reason), read_rulebook(order.program_id)
    with transaction.atomic():
        row = hold_order(actor, order)
        refuse_late(row, "refund")
        lines = list(row.lines.select_related("product").order_by("place"))
        refund = _write(actor, row, lines, units, reason, today, now)
        settle_sales(actor=actor, order=row, lines=lines, rulebook=rulebook, today=today, now=now, reason=reason)
        _end_licences(row, refund, reason, rulebook, today, now)
        return_bonus(
            actor=Actor.system(row.program_id),
            rulebook=rulebook,
            order=row.number,
            amount=refund.bonus,
            unit=Decimal(1).scaleb(-minor_units(row.currency)),
            key=f"refund/{refund.pk}",
            today=today,
            now=now,
        )
        write_step(row, OrderStep.Kind.REFUNDED, actor=actor, now=now, text=reason)
        _note(
            actor,
            row,
            sentence(
                "Refunded %(total)s %(currency)s of order %(number)s: %(reason)s",
                total=refund.total,
                currency=row.currency,
                number=row.number,
                reason=reason,
            ),
            now,
        )
        publish(OrderRefunded(rulebook, row.partner_id, row.pk, refund.pk, today, now))
    return refund


def exclude_order(*, actor: Actor, order: Order, reason: str, today: date, now: datetime) -> Order:
    """Leave a paid order out of sales and seats, with a reason; verdicts follow at once (B24-3.2).

    Raises UnableToChangeOrder without a reason, for an unpaid order and one that is excluded; PermissionDenied.
    """
    return _count(actor, order, reason, today, now, excluded=True)


def include_order(*, actor: Actor, order: Order, reason: str, today: date, now: datetime) -> Order:
    """Count an excluded order again. Raises UnableToChangeOrder, PermissionDenied as ``exclude_order`` does."""
    return _count(actor, order, reason, today, now, excluded=False)


def _count(actor: Actor, order: Order, reason: str, today: date, now: datetime, *, excluded: bool) -> Order:
    require(actor, "orders.confirm", program_id=order.program_id)
    reason, rulebook = _said(reason), read_rulebook(order.program_id)
    with transaction.atomic():
        row = hold_order(actor, order)
        if row.state not in PAID or bool(row.excluded_on) == excluded:
            raise UnableToChangeOrder({"": _("This is no longer possible: the order has changed.")})
        row.excluded_on, row.excluded_reason = (today, reason) if excluded else (None, "")
        row.save(update_fields=["excluded_on", "excluded_reason"])
        lines = list(row.lines.select_related("product").order_by("place"))
        settle_sales(actor=actor, order=row, lines=lines, rulebook=rulebook, today=today, now=now, reason=reason)
        system = Actor.system(row.program_id)
        licences = [each.licence for each in _deliveries(row)]
        for licence in licences:
            leave_out_licence(actor=system, licence=licence, counts=not excluded, reason=reason, now=now)
        _recount(rulebook, licences, reason, today, now)
        kind = OrderStep.Kind.EXCLUDED if excluded else OrderStep.Kind.INCLUDED
        write_step(row, kind, actor=actor, now=now, text=reason)
        _note(
            actor,
            row,
            sentence(
                says("Excluded order %(number)s: %(reason)s")
                if excluded
                else says("Counted again order %(number)s: %(reason)s"),
                number=row.number,
                reason=reason,
            ),
            now,
        )
        publish(OrderCounted(rulebook, row.partner_id, row.pk, excluded, today, now))
    return row


def _write(
    actor: Actor,
    row: Order,
    lines: Sequence[OrderLine],
    units: Mapping[int, int] | None,
    reason: str,
    today: date,
    now: datetime,
) -> Refund:
    sums = RefundLine.objects.filter(line__order=row).values("line").order_by("line")
    gone = {
        each["line"]: each
        for each in sums.annotate(units=Sum("quantity"), nets=Sum("net"), taxes=Sum("tax"), bonuses=Sum("bonus"))
    }
    before = {line.pk: gone[line.pk]["units"] if line.pk in gone else 0 for line in lines}
    wanted = {line.place: (units or {}).get(line.place, 0) for line in lines}
    if units is None:
        wanted = {line.place: line.quantity - before[line.pk] for line in lines}
    if not any(wanted.values()) or set(units or {}) - set(wanted):
        raise UnableToChangeOrder({"units": _("Choose what to refund.")})
    for line in lines:
        if not 0 <= wanted[line.place] <= line.quantity - before[line.pk]:
            said = _("At most %(most)s of “%(product)s” can be refunded.")
            most = line.quantity - before[line.pk]
            raise UnableToChangeOrder({"units": said % {"most": most, "product": line.name}})
    decimals = minor_units(row.currency)
    parts = {}
    for line in lines:
        if count := wanted[line.place]:
            past = gone.get(line.pk)
            earlier = Share(past["nets"], past["taxes"], past["bonuses"]) if past else Share(ZERO, ZERO, ZERO)
            parts[line.pk] = (
                count,
                share(
                    Share(line.net, line.tax, line.bonus),
                    earlier,
                    quantity=line.quantity,
                    gone_units=before[line.pk],
                    units=count,
                    decimals=decimals,
                ),
            )
    refund = _store(actor, row, parts, reason, today, now)
    left = sum(line.quantity for line in lines) - sum(before.values()) - sum(wanted.values())
    row.state = State.PARTLY_REFUNDED if left else State.REFUNDED
    row.save(update_fields=["state"])
    return refund


def _store(
    actor: Actor, row: Order, parts: Mapping[int, tuple[int, Share]], reason: str, today: date, now: datetime
) -> Refund:
    own = {"program_id": row.program_id, "partner_id": row.partner_id}
    net = sum((each.net for _count, each in parts.values()), ZERO)
    tax = sum((each.tax for _count, each in parts.values()), ZERO)
    refund = Refund.objects.create(
        **own,
        order=row,
        place=row.refunds.count() + 1,
        refunded_on=today,
        reason=reason,
        net=net,
        tax=tax,
        bonus=sum((each.bonus for _count, each in parts.values()), ZERO),
        total=net + tax,
        by_id=actor.user_id,
        at=now,
    )
    RefundLine.objects.bulk_create(
        RefundLine(**own, refund=refund, line_id=pk, quantity=count, net=each.net, tax=each.tax, bonus=each.bonus)
        for pk, (count, each) in parts.items()
    )
    return refund


def _end_licences(row: Order, refund: Refund, reason: str, rulebook: Rulebook, today: date, now: datetime) -> None:
    """End the licenses of the refunded units, the last ones first."""
    system, ended = Actor.system(row.program_id), []
    for part in refund.lines.all():
        active = [each for each in _deliveries(row) if each.line_id == part.line_id]
        open_ones = [each.licence for each in active if each.licence.state == ClientLicence.State.ACTIVE]
        for licence in open_ones[::-1][: part.quantity]:
            end_licence(
                actor=system,
                licence=licence,
                on=today,
                reason=reason,
                today=today,
                now=now,
                deactivated=True,
                counts=False,
            )
            ended.append(licence)
    _recount(rulebook, ended, reason, today, now)


def _recount(rulebook: Rulebook, licences: Sequence[ClientLicence], reason: str, today: date, now: datetime) -> None:
    clients = {licence.client_id for licence in licences if licence.client_id}
    recount_seats(
        actor=Actor.system(rulebook.program.pk),
        client_ids=clients,
        rulebook=rulebook,
        reason=reason,
        today=today,
        now=now,
    )


def _deliveries(row: Order) -> list[Delivery]:
    return list(Delivery.objects.filter(line__order=row).select_related("licence").order_by("line__place", "unit"))


def _said(reason: str) -> str:
    if not (said := without_odd(reason, lines=True)):
        raise UnableToChangeOrder({"reason": _("Enter a reason.")})
    return said[:400]


def _note(actor: Actor, row: Order, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action="orders.confirm", subject=row, partner_id=row.partner_id, now=now, summary=summary)
