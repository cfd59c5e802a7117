"""A program with its published rules, read once per operation and carried by its events."""

from dataclasses import dataclass
from datetime import date

from programs.definition import Definition
from programs.definition.revisions import Revisions
from programs.models import Program
from programs.queries import revisions


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The program's row and every revision of its rules, read when the operation began."""

    program: Program
    revisions: Revisions

    def on(self, day: date) -> Definition:
        """Return the rules in force on a day; before the first revision, the first one."""
        return self.revisions.at(day)[1]


@dataclass(frozen=True, slots=True)
class ProgramEvent:
    """Base of a program's events: reactions use this rulebook instead of reading program and rules again."""

    rulebook: Rulebook

    @property
    def program_id(self) -> int:
        """The id of the event's program."""
        return self.rulebook.program.pk


def read_rulebook(program_id: int) -> Rulebook:
    """Read a program and its rules, in two statements. Raises NothingPublished if it has no rules yet."""
    return rulebook_of(Program.objects.get(pk=program_id))


def rulebook_of(program: Program) -> Rulebook:
    """Read the rules of a program already read, in one statement. Raises NothingPublished."""
    return Rulebook(program, revisions(program.pk))
