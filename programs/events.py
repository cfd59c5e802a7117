"""What `programs` tells the rest of the house."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RevisionPublished:
    """New rules stand in the book; they are in force from ``effective_from``, which may lie behind or ahead."""

    program_id: int
    revision_id: int
    effective_from: date
    now: datetime
