"""Events about orders."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class OrderPlaced(ProgramEvent):
    """A partner placed an order. ``waits`` says that it needs a compliance decision first."""

    partner_id: int
    order_id: int
    waits: bool
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class OrderPaid(ProgramEvent):
    """An order was paid, on ``paid_on``: it happens once for each order."""

    partner_id: int
    order_id: int
    paid_on: date
    today: date
    now: datetime


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
