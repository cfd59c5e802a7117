"""What is left to set up, for administrators: the steps of the program and of the installation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.actor import Actor
from programs.definition import Definition
from web.checklists import INSTALLATION, PROGRAM, Shown, step_sources, steps
from web.mixed_rows import gather


@dataclass(frozen=True)
class Checklist:
    """A titled list of steps that isn't finished."""

    code: str
    title: str
    steps: Sequence[Shown]

    @property
    def done(self) -> int:
        """The number of finished steps."""
        return sum(step.done for step in self.steps)


def first_steps(actor: Actor, rules: Definition | None) -> list[Checklist]:
    """The unfinished checklists; one statement for administrators, none for others, who have no steps."""
    titles = {PROGRAM: _("Set up the program"), INSTALLATION: _("Set up the installation")}
    gathered = gather({code: each for name in titles for code, each in step_sources(name, actor, rules=rules).items()})
    found = [
        Checklist(name, title, steps(name, actor, rules=rules, gathered=gathered)) for name, title in titles.items()
    ]
    return [each for each in found if each.steps]
