"""What happens to webhooks."""

from dataclasses import dataclass
from datetime import datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class EndpointPaused(ProgramEvent):
    """A webhook failed too often and gets nothing until a manager resumes it."""

    endpoint_id: int
    now: datetime
