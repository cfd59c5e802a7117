"""Events about requests for client documents."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class KycChanged(ProgramEvent):
    """A request was made, accepted or rejected, or it blocks the partner's orders: ``what`` says which."""

    partner_id: int
    request_id: int
    what: str
    today: date
    now: datetime
