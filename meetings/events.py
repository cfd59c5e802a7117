"""What happens to meetings."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class MeetingChanged(ProgramEvent):
    """A meeting was scheduled, moved, canceled, attended or missed, or its result was reversed; ``what`` says which."""

    partner_id: int
    meeting_id: int
    what: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class OtherTimeAsked(ProgramEvent):
    """A partner asked to move a meeting."""

    partner_id: int
    meeting_id: int
    now: datetime
