"""Events about orders."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from programs.rulebook import ProgramEvent
from store.models import Delivery, Order, OrderLine


@dataclass(frozen=True, slots=True)
class OrderPlaced(ProgramEvent):
    """A partner placed an order. ``waits`` says that it needs a compliance decision first."""

    partner_id: int
    order_id: int
    waits: bool
    today: date
    now: datetime
    order: Order = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class OrderPaid(ProgramEvent):
    """An order was paid, on ``paid_on``: it happens once for each order.

    It carries the rows as they are in this transaction: the order, its lines by place, and what was delivered for them.
    """

    partner_id: int
    order_id: int
    paid_on: date
    today: date
    now: datetime
    order: Order = field(repr=False, compare=False)
    lines: Sequence[OrderLine] = field(repr=False, compare=False)
    deliveries: Sequence[Delivery] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class OrderCancelled(ProgramEvent):
    """An unpaid order was canceled, by the partner or the vendor."""

    partner_id: int
    order_id: int
    by_vendor: bool
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class OrderRefunded(ProgramEvent):
    """An order was refunded, as a whole or in part."""

    partner_id: int
    order_id: int
    refund_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class OrderCleared(ProgramEvent):
    """A compliance decision let an order go on, or refused it."""

    partner_id: int
    order_id: int
    cleared: bool
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class OrderCounted(ProgramEvent):
    """A manager excluded an order from sales and seats, or counts it again (B24-3.2)."""

    partner_id: int
    order_id: int
    excluded: bool
    today: date
    now: datetime
