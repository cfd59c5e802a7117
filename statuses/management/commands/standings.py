"""``manage.py standings PROGRAM``: every partner's levels, or their history."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common import clock
from common.actor import Actor
from common.sheets import cell
from common.tenancy import bind_actor
from programs.commands import day, program
from programs.models import Program
from programs.queries import NothingPublished
from statuses.network import history, standings

PLACES = ("partner", "track", "level", "since", "confirmed_on", "review_on", "points", "rank")
STEPS = ("partner", "track", "on", "from", "to", "cause")


class Command(BaseCommand):
    """Prints current levels or their history, for people or as CSV."""

    help = "Print where every partner stands on a day, or with --history every decision up to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the program, the day and the format."""
        parser.add_argument("program", metavar="PROGRAM", help="the program's code")
        parser.add_argument(
            "--as-of",
            metavar="DATE",
            type=day,
            help="any day, past or coming (without it: the day the portal stands on)",
        )
        parser.add_argument("--history", action="store_true", help="every decision about a level, up to that day")
        parser.add_argument("--csv", action="store_true", help="comma-separated, for other programs to read")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table."""
        chosen = program(options["program"])
        as_of = options["as_of"] or chosen.opened_on or clock.today(chosen.time_zone)
        header, rows = self.table(chosen, as_of, wants_history=options["history"])
        if options["csv"]:
            writer = csv.writer(self.stdout, lineterminator="\n")
            writer.writerow(header)
            # The code is the only text here not chosen by the vendor, so it could hold a spreadsheet formula.
            writer.writerows([cell(code), *rest] for code, *rest in rows)
        else:
            self.stdout.write(f"{chosen.name}, {as_of}")
            for line in _aligned(header, rows):
                self.stdout.write(line)

    def table(self, chosen: Program, as_of: Any, *, wants_history: bool) -> tuple[Sequence[str], list[list[object]]]:
        """The columns and rows of the chosen output."""
        actor = Actor.system(chosen.pk)
        try:
            with bind_actor(actor):
                if wants_history:
                    steps = history(actor=actor, as_of=as_of)
                    return STEPS, [[s.partner, s.track, s.on, s.before, s.after, s.cause] for s in steps]
                places = standings(actor=actor, as_of=as_of)
        except NothingPublished as error:
            raise CommandError(str(error)) from error
        return PLACES, [
            [p.partner, p.track, p.level, p.since, p.confirmed_on, p.review_on, p.points, p.rank] for p in places
        ]


def _aligned(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The table in aligned columns; empty cells become a dash."""
    table = [list(header), *(["-" if cell in (None, "") else str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
