"""What happens to offers and locations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class OffersMade(ProgramEvent):
    """Requests were offered to partners."""

    offer_ids: Sequence[int]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class LocationDecided(ProgramEvent):
    """The vendor approved or declined a location."""

    partner_id: int
    location_id: int
    today: date
    now: datetime
