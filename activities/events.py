"""What happened in the log."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ActivityRecorded(ProgramEvent):
    """A new activity counts; ``today`` is the program's day on which it was recorded."""

    partner_id: int
    activity_id: int
    on: date
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ActivityRetracted(ProgramEvent):
    """An activity no longer counts, nor ever did."""

    partner_id: int
    activity_id: int
    on: date
    today: date
    now: datetime
