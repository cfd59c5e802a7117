"""Events about requests for a tax exemption."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ExemptionChanged(ProgramEvent):
    """A request was made, approved, declined or withdrawn: ``what`` says which."""

    partner_id: int
    request_id: int
    what: str
    today: date
    now: datetime
