"""``manage.py import-log PROGRAM DIR``: import a network's history."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common import clock
from common.actor import Actor
from importing.operations import DayAhead, Imported, UnableToImport, import_log
from programs.commands import Progress, day, program
from programs.queries import NothingPublished


class Command(BaseCommand):
    """Reads partners.csv and activities.csv, then replays every day."""

    help = "Read partners.csv and activities.csv from a folder, check every row, load them and replay every day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the program, the folder and the last day."""
        parser.add_argument("program", metavar="PROGRAM", help="the program's code")
        parser.add_argument("folder", metavar="DIR", type=Path, help="the folder with partners.csv and activities.csv")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--until", metavar="DATE", type=day, help="the last day to replay (without it: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, show progress on stderr, and print the result."""
        chosen = program(options["program"])
        if not options["folder"].is_dir():
            raise CommandError(f"There is no folder {options['folder']}.")
        try:
            outcome = import_log(
                actor=Actor.system(chosen.pk),
                program=chosen,
                folder=options["folder"],
                today=clock.today(chosen.time_zone),
                now=clock.now(),
                until=options["until"],
                dry_run=options["dry_run"],
                progress=Progress(self.stderr),
            )
        except (NothingPublished, DayAhead) as error:
            raise CommandError(str(error)) from error
        except UnableToImport as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            rows = "1 problem" if len(error.problems) == 1 else f"{len(error.problems):,} problems"
            raise CommandError(f"{rows} found; nothing was written.") from error
        self.report(outcome, dry_run=options["dry_run"])

    def report(self, outcome: Imported, *, dry_run: bool) -> None:
        """Print what was added and the resulting levels."""
        would = "would be added" if dry_run else "added"
        self.stdout.write(
            f"Partners: {outcome.partners_added:,} {would}, {outcome.partners_known:,} there already.\n"
            f"Activities: {outcome.activities_added:,} {would}, {outcome.activities_known:,} there already.\n"
            f"Replayed: {outcome.replayed:,} partners to {outcome.stands_on}."
        )
        for track, levels in outcome.levels.items():
            counts = ", ".join(f"{level or 'no level'} {number:,}" for level, number in levels.items())
            self.stdout.write(f"Track {track}: {counts}.")
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
