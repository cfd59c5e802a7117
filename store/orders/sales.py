"""The activities that a paid order is recorded as: one for each client and kind of product (B24-3.1q, R1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from activities.models import Activity
from activities.operations import UnableToRecord, record_activity, retract_activity
from common.actor import Actor
from programs.definition import Definition
from programs.definition.activities import ActivityKind
from programs.rulebook import Rulebook
from store.models import Order, OrderLine, RefundLine
from store.money import ZERO
from store.orders.writing import UnableToChangeOrder


@dataclass(frozen=True)
class Kept:
    """What a line still is after refunds."""

    net: Decimal
    quantity: int


@dataclass
class Sale:
    """Lines that are recorded together."""

    kind: str
    attributes: Mapping[str, Any]
    subject: str
    lines: list[OrderLine] = field(default_factory=list)
    amount: Decimal = ZERO  # of the net that is kept, after discounts and bonus, before tax (R1)
    quantity: int = 0

    @property
    def first(self) -> int:
        """The place of its first line, which names it in the reference."""
        return self.lines[0].place


def sales_of(lines: Iterable[OrderLine], *, per: str, kept: Mapping[int, Kept] | None = None) -> list[Sale]:
    """Group an order's lines as the program records them: by kind, and if ``per`` client also by client and details.

    ``kept`` says by line what refunds have left of it. One sale for the whole order has the details of all its lines,
    and names its client if there is only one.
    """
    found: dict[tuple[Any, ...], Sale] = {}
    for line in lines:
        if not line.activity:
            continue
        client = str(line.client.get("company", ""))
        key: tuple[Any, ...] = (line.activity,)
        if per == "client":
            key = (line.activity, tuple(sorted(line.attributes.items())), client)
        sale = found.setdefault(key, Sale(line.activity, line.attributes, client))
        left = (kept or {}).get(line.pk, Kept(line.net, line.quantity))
        sale.lines.append(line)
        sale.attributes = {**line.attributes, **sale.attributes}
        sale.amount, sale.quantity = sale.amount + left.net, sale.quantity + left.quantity
        if sale.subject != client:
            sale.subject = ""
    return list(found.values())


def kept_of(order: Order, lines: Sequence[OrderLine]) -> dict[int, Kept]:
    """What refunds have left of each line; one query."""
    rows = RefundLine.objects.filter(line__order=order).values("line").annotate(net=Sum("net"), units=Sum("quantity"))
    gone = {row["line"]: row for row in rows.order_by("line")}
    return {
        line.pk: Kept(line.net - gone[line.pk]["net"], line.quantity - gone[line.pk]["units"])
        if line.pk in gone
        else Kept(line.net, line.quantity)
        for line in lines
    }


def record_sales(
    *, actor: Actor, order: Order, lines: Sequence[OrderLine], rulebook: Rulebook, today: date, now: datetime
) -> None:
    """Record the sales of an order that was just paid, and has none yet. Raises UnableToChangeOrder as below."""
    definition = rulebook.on(today)
    for sale in sales_of(lines, per=_per(definition)):
        values = _values(definition.activities.get(sale.kind), sale)
        _record(actor, order, rulebook, sale, values, _reference(order, sale), today, now)


def settle_sales(
    *,
    actor: Actor,
    order: Order,
    lines: Sequence[OrderLine],
    rulebook: Rulebook,
    today: date,
    now: datetime,
    reason: str = "",
) -> None:
    """Make the log agree with a paid order: record its sales, and replace those that refunds or exclusion changed.

    A sale that no longer counts is taken back with the reason. Each has a unique reference, so that none is recorded
    twice. Raises UnableToChangeOrder if today's rules don't allow such an activity.
    """
    assert order.paid_on is not None
    definition = rulebook.on(today)
    for sale in sales_of(lines, per=_per(definition), kept=kept_of(order, lines)):
        stem = _reference(order, sale)
        family = Activity.objects.filter(program_id=order.program_id, partner_id=order.partner_id).filter(
            Q(reference=stem) | Q(reference__startswith=f"{stem}.")
        )
        known = family.effective().first()
        values = {} if order.excluded_on or not sale.quantity else _values(definition.activities.get(sale.kind), sale)
        if known and values and all(getattr(known, name) == value for name, value in values.items()):
            continue
        if known:
            retract_activity(actor=actor, activity=known, reason=reason, today=today, now=now)
        if values:
            count = family.filter(retracts=None).count()
            _record(actor, order, rulebook, sale, values, f"{stem}.{count}" if count else stem, today, now)


def _per(definition: Definition) -> str:
    return definition.store.sales.per if definition.store and definition.store.sales else "client"


def _reference(order: Order, sale: Sale) -> str:
    return f"order-{order.number}-{sale.first}"


def _record(
    actor: Actor,
    order: Order,
    rulebook: Rulebook,
    sale: Sale,
    values: Mapping[str, Any],
    reference: str,
    today: date,
    now: datetime,
) -> None:
    assert order.paid_on is not None
    try:
        record_activity(
            actor=actor,
            partner=order.partner,
            rulebook=rulebook,
            kind=sale.kind,
            on=order.paid_on,
            today=today,
            now=now,
            reference=reference,
            attributes=sale.attributes,
            **values,
        )
    except UnableToRecord as error:
        raise UnableToChangeOrder(error.problems) from error


def _values(kind: ActivityKind | None, sale: Sale) -> dict[str, Any]:
    """The values that this kind of activity has."""
    values = {"amount": sale.amount, "quantity": sale.quantity, "subject": sale.subject}
    return {name: value for name, value in values.items() if kind is None or getattr(kind, name) != "none"}
