"""A program with its published rules, read once for an operation and handed on in its events."""

from dataclasses import dataclass
from datetime import date

from programs.definition import Definition
from programs.definition.revisions import Revisions
from programs.models import Program
from programs.queries import revisions


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The program's row and every revision of its rules, as they were read when the operation began."""

    program: Program
    revisions: Revisions

    def on(self, day: date) -> Definition:
        """The rules in force on a day; before the first revision, the first."""
        return self.revisions.at(day)[1]


@dataclass(frozen=True, slots=True)
class ProgramEvent:
    """Base of the events of one program: whoever reacts takes program and rules from here and reads neither again."""

    rulebook: Rulebook

    @property
    def program_id(self) -> int:
        """The program in which it happened."""
        return self.rulebook.program.pk


def read_rulebook(program_id: int) -> Rulebook:
    """Read a program and its rules: two statements. Raises NothingPublished when it has no rules yet."""
    return rulebook_of(Program.objects.get(pk=program_id))


def rulebook_of(program: Program) -> Rulebook:
    """The same for a program that was read already: one statement. Raises NothingPublished."""
    return Rulebook(program, revisions(program.pk))
