"""`manage.py setup`: the first steps of a fresh installation, and which are done."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.management.base import BaseCommand

from common.actor import Actor
from common.tenancy import bind
from programs.models import Program
from web.checklists import INSTALLATION, step_sources, steps
from web.mixed_rows import Row, gather


class Command(BaseCommand):
    help = "List the first steps of a fresh installation, and which are done (docs/operations.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each step with its state, and what to do where it is open."""
        found = steps(INSTALLATION, Actor.system(None), rules=None, gathered=_gathered())
        for step in found:
            self.stdout.write(f"{'done' if step.done else 'open'}  {step.title}")
            if not step.done:
                self.stdout.write(f"      {step.why}")
        if not found:
            self.stdout.write("Everything is set up.")


def _gathered() -> Mapping[str, Sequence[Row]]:
    """What shows that steps are done, in any program: row security shows the rows of one at a time."""
    merged: dict[str, list[Row]] = {}
    for program_id in [*Program.objects.values_list("pk", flat=True), None]:
        with bind(program_id):
            for code, rows in gather(step_sources(INSTALLATION, Actor.system(program_id), rules=None)).items():
                merged.setdefault(code, []).extend(rows)
    return merged
