"""What happens to deals."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class DealMoved(ProgramEvent):
    """A step of a deal was taken, by the partner, the vendor or a job."""

    partner_id: int
    deal_id: int
    step_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class DealPriceAgreed(ProgramEvent):
    """The vendor agreed the price that the partner may quote to the deal's client (KKV-5.3)."""

    partner_id: int
    deal_id: int
    price_id: int
    today: date
    now: datetime
