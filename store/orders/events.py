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
