"""What happened to partners."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """A partner's profile says something else; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    today: date
