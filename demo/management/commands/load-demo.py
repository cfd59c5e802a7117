"""``manage.py load-demo [PROGRAM]``: load the invented network like a real one."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from common.actor import Actor
from demo.operations import load_demo, load_network
from demo.plan import DEMO_PROGRAM, load_plan
from programs.commands import Progress, program
from programs.queries import NothingPublished


class Command(BaseCommand):
    """Loads a demo network and its logins, unless they exist."""

    help = "Invent a network and import it as of today, with logins to look at it; does nothing where partners are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the program."""
        parser.add_argument("program", metavar="PROGRAM", nargs="?", default=DEMO_PROGRAM, help="the program's code")
        parser.add_argument(
            "--network", action="store_true", help="without requests of clients and deals: another call adds them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing and print what was loaded."""
        if settings.ENVIRONMENT == "production":
            raise CommandError("This portal is in production: a demo network has no place in it.")
        chosen = program(options["program"])
        try:
            plan = load_plan(chosen.code)
        except FileNotFoundError:
            raise CommandError(f"There is no demo network for the program {chosen.code}.") from None
        try:
            load = load_network if options["network"] else load_demo
            loaded = load(
                actor=Actor.system(chosen.pk),
                program=chosen,
                plan=plan,
                today=clock.today(chosen.time_zone),
                now=clock.now(),
                progress=Progress(self.stderr),
            )
        except NothingPublished as error:
            raise CommandError(str(error)) from error
        if loaded.imported:
            self.stdout.write(
                f"Demo network: {loaded.imported.partners_added:,} partners with "
                f"{loaded.imported.activities_added:,} activities, replayed to {loaded.imported.stands_on}."
            )
        else:
            self.stdout.write("The program has partners already; they stay as they are.")
        self.stdout.write(f"Logins added: {loaded.logins_added}.")
