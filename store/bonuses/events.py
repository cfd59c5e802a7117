"""What happens to bonuses."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class BonusCredited(ProgramEvent):
    """A partner got a bonus, by application or from a manager."""

    partner_id: int
    credit_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class BonusDeclined(ProgramEvent):
    """A manager declined an application for a bonus."""

    partner_id: int
    application_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class BonusMisused(ProgramEvent):
    """A bonus was misused so badly that the manager wants a case opened (B24-9c)."""

    partner_id: int
    credit_id: int
    orders: tuple[str, ...]
    reason: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class BonusRevoked(ProgramEvent):
    """A manager revoked a bonus for misuse (B24-9c).

    ``orders`` are the references of the orders it paid for, wholly or in part. ``measures`` are those of the program's
    rules that the manager chose: ``deactivate_products``, ``open_case``.
    """

    partner_id: int
    credit_id: int
    orders: tuple[str, ...]
    measures: tuple[str, ...]
    today: date
    now: datetime
