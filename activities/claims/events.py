"""Events about claims."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ClaimMoved(ProgramEvent):
    """A claim changed state or got a message; ``message_id`` is the row in its conversation."""

    partner_id: int
    claim_id: int
    message_id: int
    today: date
    now: datetime
