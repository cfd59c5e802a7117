"""What happens to reservations."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class LeadReserved(ProgramEvent):
    """A partner holds a request and sees its contact data."""

    partner_id: int
    lead_id: int
    reservation_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ReservationEnded(ProgramEvent):
    """A reservation ended: won, lost, released, expired or withdrawn; ``state`` says how."""

    partner_id: int
    lead_id: int
    reservation_id: int
    state: str
    today: date
    now: datetime
