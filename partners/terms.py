"""Deadlines from the program's definition, counted by the right country's calendar (B24-1.2.1b)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from common import business_days
from programs.definition import Definition
from programs.definition.forms import Deadline


class Concerned(Protocol):
    """A partner or an application, with its contracting entity and country."""

    entity: str
    country: str


@dataclass(frozen=True, slots=True)
class Term:
    """A definition's deadline with the calendar for counting it."""

    deadline: Deadline
    country: str

    def due_on(self, start: date) -> date:
        """The last day of a deadline that starts on ``start``."""
        return business_days.due_day(
            start, days=self.deadline.days, counted=self.deadline.counted, country=self.country
        )

    def days_left(self, on: date, due: date) -> int:
        """Days left after ``on``: 0 on the last day, negative if overdue."""
        return business_days.days_left(on, due, counted=self.deadline.counted, country=self.country)


def term(definition: Definition, deadline: Deadline, concerned: Concerned) -> Term:
    """The deadline for a partner or an application."""
    return Term(deadline, deadline.country or calendar_country(definition, concerned))


def calendar_country(definition: Definition, concerned: Concerned) -> str:
    """Whose business days count: the contracting entity's, else the first entity's, else the company's country's."""
    entities = {entity.code: entity.country for entity in reversed(definition.entities)}
    return entities.get(concerned.entity) or next((entity.country for entity in definition.entities), concerned.country)
