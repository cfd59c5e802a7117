"""What happened to partners' levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class DecisionTaken(ProgramEvent):
    """A manager decided about a partner's level; standings follow from it."""

    partner_id: int
    decision_id: int
    on: date
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class LevelDecided:
    """One decision about a level as it was stored."""

    partner_id: int
    track: str
    on: date
    before: str
    after: str
    cause: str


@dataclass(frozen=True, slots=True)
class StandingsSettled(ProgramEvent):
    """Standings were brought up to a day. ``decided`` are the decisions that are new.

    ``live`` is false while a history is imported: nobody is told about decisions of years ago.
    """

    partner_ids: Sequence[int]
    decided: Sequence[LevelDecided]
    until: date
    live: bool
    now: datetime
