"""What happens to claims."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ClaimMoved(ProgramEvent):
    """A step was taken with a claim, or something was said about it; ``message_id`` is its row."""

    partner_id: int
    claim_id: int
    message_id: int
    today: date
    now: datetime
