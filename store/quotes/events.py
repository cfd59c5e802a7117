"""Events about quotes and agreed prices."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class QuoteDecided(ProgramEvent):
    """The vendor agreed to a quote's prices, or declined them."""

    partner_id: int
    quote_id: int
    agreed: bool
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PriceAgreed(ProgramEvent):
    """The vendor agreed to a lower end-user price for a client of a partner."""

    partner_id: int
    agreement_id: int
    today: date
    now: datetime
