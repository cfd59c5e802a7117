"""Events about referrals."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ClientSignedUp(ProgramEvent):
    """A sign-up by a partner's link was linked to the partner. ``today`` is the program's day."""

    partner_id: int
    sign_up_id: int
    today: date
    now: datetime
