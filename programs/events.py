"""Events of `programs`."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RevisionPublished:
    """New rules were published, in force from ``effective_from``, which may be in the past or the future."""

    program_id: int
    revision_id: int
    effective_from: date
    now: datetime
