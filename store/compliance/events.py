"""What happens about sales that should not have been made."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class RestrictedSaleFound(ProgramEvent):
    """A paid order turned out to have gone to a restricted territory or person (B24-2.4).

    ``check_id`` is the compliance record that says so. What the program does about the partner follows from here.
    """

    partner_id: int
    order_id: int
    check_id: int
    reason: str
    today: date
    now: datetime
