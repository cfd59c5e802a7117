"""Events about activities."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ActivityRecorded(ProgramEvent):
    """A new activity was recorded; ``today`` is the program's date at that time."""

    partner_id: int
    activity_id: int
    on: date
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ActivityRetracted(ProgramEvent):
    """An activity was reversed and is treated as if it never happened."""

    partner_id: int
    activity_id: int
    on: date
    today: date
    now: datetime
