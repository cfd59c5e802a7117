"""`manage.py leads verify`: checks every chain of offers, and decides each turn again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from leads.rotation.queries import checked
from programs.models import Program


class Command(BaseCommand):
    """Checks the rotation of requests."""

    help = "Check the rotation of requests: every link of the chains, and whose turn it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments."""
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--program", default="", help="the program's code; all programs without it")
        parser.add_argument("--head", default="", help="a digest that was published earlier, of one territory")
        parser.add_argument("--territory", default="", help="MODE/COUNTRY, such as mail/CY; all without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each chain and what is wrong with it. Raises CommandError if anything is."""
        programs = Program.objects.order_by("pk")
        if options["program"]:
            programs = programs.filter(code=options["program"])
        broken = 0
        for program in programs:
            for head, found in checked(program.pk, head=options["head"]):
                name = f"{head.mode}/{head.country}"
                if options["territory"] not in ("", name):
                    continue
                self.stdout.write(f"{program.code} {name}: {head.number} entries, {'; '.join(found) or 'right'}")
                broken += bool(found)
        if broken:
            raise CommandError(f"{broken} chains are not right.")
