"""`manage.py setup`: the first steps of a fresh installation, and which are done."""

from typing import Any

from django.core.management.base import BaseCommand

from common.actor import Actor
from common.tenancy import bind_system
from web.checklists import INSTALLATION, step_sources, steps
from web.gathering import gather


class Command(BaseCommand):
    help = "List the first steps of a fresh installation, and which are done (docs/operations.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each step with its state, and what to do where it is open."""
        system = Actor.system(None)
        with bind_system():
            gathered = gather(step_sources(INSTALLATION, system, rules=None))
            found = steps(INSTALLATION, system, rules=None, gathered=gathered)
        for step in found:
            self.stdout.write(f"{'done' if step.done else 'open'}  {step.title}")
            if not step.done:
                self.stdout.write(f"      {step.why}")
        if not found:
            self.stdout.write("Everything is set up.")
