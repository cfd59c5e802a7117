"""Events about partners' levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class DecisionTaken(ProgramEvent):
    """A manager decided about a partner's level; standings are settled from it."""

    partner_id: int
    decision_id: int
    on: date
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class LevelDecided:
    """One stored decision about a level."""

    partner_id: int
    track: str
    on: date
    before: str
    after: str
    cause: str


@dataclass(frozen=True, slots=True)
class StandingsSettled(ProgramEvent):
    """Standings were settled up to a day. ``decided`` are the new decisions.

    ``live`` is false during an import, so partners aren't notified about decisions from years ago.
    """

    partner_ids: Sequence[int]
    decided: Sequence[LevelDecided]
    until: date
    live: bool
    now: datetime
