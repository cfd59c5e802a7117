"""What happens to offers and locations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from programs.rulebook import ProgramEvent


class Offered(NamedTuple):
    """One offer: what its partner is told."""

    partner_id: int
    offer_id: int
    lead_id: int
    kind: str
    country: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class OffersMade(ProgramEvent):
    """Requests were offered to partners."""

    offers: Sequence[Offered]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class LocationDecided(ProgramEvent):
    """The vendor approved or declined a location."""

    partner_id: int
    location_id: int
    today: date
    now: datetime
