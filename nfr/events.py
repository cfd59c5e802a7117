"""Events about NFR licenses."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class NfrGranted(ProgramEvent):
    """A license began, after a claim or with a level. ``today`` is the program's day."""

    partner_id: int
    grant_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class NfrDeclined(ProgramEvent):
    """A manager declined a claim."""

    partner_id: int
    grant_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class NfrExtended(ProgramEvent):
    """A license got a longer term."""

    partner_id: int
    grant_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class NfrRolledBack(ProgramEvent):
    """A license ended: at its term, with the level or status, or for a breach of the rules of use."""

    partner_id: int
    grant_id: int
    today: date
    now: datetime
