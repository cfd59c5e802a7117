"""What happens to requests."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class LeadReceived(ProgramEvent):
    """A client sent a request."""

    lead_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class LeadUnplaced(ProgramEvent):
    """Nobody took the request, or nobody could; the vendor decides."""

    lead_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class LeadRated(ProgramEvent):
    """The client rated a partner's work. ``bad`` is for an answer that the vendor should look into (B24-6.1)."""

    partner_id: int
    lead_id: int
    reservation_id: int
    stars: int
    bad: bool
    today: date
    now: datetime
