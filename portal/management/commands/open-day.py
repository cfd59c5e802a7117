"""``manage.py open-day PROGRAM [--on DATE]``: what beat does every night, by hand."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from portal.opening import open_days
from programs.models import Program
from programs.queries import NothingPublished


class Command(BaseCommand):
    """Open a day, and every day missed before it, in order."""

    help = "Open a day of a program (points expire, reviews are decided); missed days are caught up in order."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("program", help="code of the program")
        parser.add_argument("--on", type=date.fromisoformat, help="day to open, YYYY-MM-DD; today when left out")

    def handle(self, *, program: str, on: date | None, **options: object) -> None:
        found = Program.objects.filter(code=program).first()
        if found is None:
            raise CommandError(f"There is no program {program!r}.")
        today = clock.today(found.time_zone)
        day = on or today
        if day > today:
            raise CommandError(f"{day} has not come yet; today is {today}.")
        try:
            opened = open_days(program_id=found.pk, until=day, now=clock.now())
        except NothingPublished as error:
            raise CommandError(str(error)) from error
        if opened:
            self.stdout.write(f"{found.code}: opened {len(opened)} day(s), the last {opened[-1]}.")
        else:
            self.stdout.write(f"{found.code}: {day} was open already; nothing changed.")
