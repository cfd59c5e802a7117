"""``manage.py open-day PROGRAM [--on DATE]``: run the nightly opening by hand."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from portal.opening import catch_up
from programs.commands import day, program
from programs.queries import NothingPublished


class Command(BaseCommand):
    """Open a day and every missed day before it, in order."""

    help = "Open a day of a program (points expire, reviews are decided); missed days are caught up in order."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("program", metavar="PROGRAM", help="code of the program")
        parser.add_argument("--on", metavar="DATE", type=day, help="day to open; today when left out")

    def handle(self, *, on: date | None, **options: Any) -> None:
        found = program(options["program"])
        today = clock.today(found.time_zone)
        until = on or today
        if until > today:
            raise CommandError(f"{until} is in the future; today is {today}.")
        try:
            opened = catch_up(program_id=found.pk, until=until, now=clock.now())
        except NothingPublished as error:
            raise CommandError(str(error)) from error
        if opened:
            self.stdout.write(f"{found.code}: opened {len(opened)} day(s), the last {opened[-1]}.")
        else:
            self.stdout.write(f"{found.code}: {until} was open already; nothing changed.")
