"""The activities that a paid order is recorded as: one for each client and kind of product (B24-3.1q, R1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from activities.models import Activity
from activities.operations import UnableToRecord, record_activity
from common.actor import Actor
from programs.definition.activities import ActivityKind
from programs.rulebook import Rulebook
from store.models import Order, OrderLine
from store.money import ZERO
from store.orders.writing import UnableToChangeOrder


@dataclass
class Sale:
    """Lines that are recorded together."""

    kind: str
    attributes: Mapping[str, Any]
    subject: str
    lines: list[OrderLine] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """The net of the lines, after discounts and bonus, before tax (R1)."""
        return sum((line.net for line in self.lines), ZERO)

    @property
    def quantity(self) -> int:
        """How many licenses, or whatever the product counts."""
        return sum(line.quantity for line in self.lines)

    @property
    def first(self) -> int:
        """The place of its first line, which names it in the reference."""
        return self.lines[0].place


def sales_of(lines: Iterable[OrderLine], *, per: str) -> list[Sale]:
    """Group an order's lines as the program records them: by kind and details and, if ``per`` client, by client.

    A sale of several clients names none of them.
    """
    found: dict[tuple[Any, ...], Sale] = {}
    for line in lines:
        if not line.activity:
            continue
        client = str(line.client.get("company", ""))
        key = (line.activity, tuple(sorted(line.attributes.items())), client if per == "client" else "")
        sale = found.setdefault(key, Sale(line.activity, line.attributes, client))
        sale.lines.append(line)
        if sale.subject != client:
            sale.subject = ""
    return list(found.values())


def record_sales(
    *, actor: Actor, order: Order, lines: Sequence[OrderLine], rulebook: Rulebook, today: date, now: datetime
) -> list[Activity]:
    """Record a paid order as activities; each has a unique reference, so that none is recorded twice.

    Raises UnableToChangeOrder if today's rules don't allow such an activity.
    """
    assert order.paid_on is not None
    definition = rulebook.on(today)
    per = definition.store.sales.per if definition.store and definition.store.sales else "client"
    recorded = []
    for sale in sales_of(lines, per=per):
        try:
            recorded.append(
                record_activity(
                    actor=actor,
                    partner=order.partner,
                    rulebook=rulebook,
                    kind=sale.kind,
                    on=order.paid_on,
                    today=today,
                    now=now,
                    reference=reference(order, sale),
                    attributes=sale.attributes,
                    **_allowed(definition.activities.get(sale.kind), sale),
                )
            )
        except UnableToRecord as error:
            raise UnableToChangeOrder(error.problems) from error
    return recorded


def reference(order: Order, sale: Sale) -> str:
    """The unique reference of a sale in the log of activities."""
    return f"order-{order.number}-{sale.first}"


def _allowed(kind: ActivityKind | None, sale: Sale) -> dict[str, Any]:
    """The values that this kind of activity has."""
    values = {"amount": sale.amount, "quantity": sale.quantity, "subject": sale.subject}
    return {name: value for name, value in values.items() if kind is None or getattr(kind, name) != "none"}
