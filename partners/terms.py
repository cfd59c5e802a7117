"""Terms that the program's definition sets, counted by the right country's calendar (B24-1.2.1b)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from common import business_days
from programs.definition import Definition
from programs.definition.forms import Deadline


class Concerned(Protocol):
    """A partner or an application: with which contracting entity it deals, and where it is."""

    entity: str
    country: str


@dataclass(frozen=True, slots=True)
class Term:
    """A definition's deadline with the calendar it is counted by."""

    deadline: Deadline
    country: str

    def due_on(self, start: date) -> date:
        """The last day of the term when it runs from ``start``."""
        return business_days.due_day(
            start, days=self.deadline.days, counted=self.deadline.counted, country=self.country
        )

    def days_left(self, on: date, due: date) -> int:
        """Days still to come after ``on``: 0 on the last day, negative once overdue."""
        return business_days.days_left(on, due, counted=self.deadline.counted, country=self.country)


def term(definition: Definition, deadline: Deadline, concerned: Concerned) -> Term:
    """The deadline for a partner or an application."""
    return Term(deadline, deadline.country or calendar_country(definition, concerned))


def calendar_country(definition: Definition, concerned: Concerned) -> str:
    """Whose working days count: the contracting entity's, else the program's first one's, else the company's own."""
    entities = {entity.code: entity.country for entity in reversed(definition.entities)}
    return entities.get(concerned.entity) or next((entity.country for entity in definition.entities), concerned.country)
