"""What management commands share: the words they take from the command line."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError

from programs.models import Program


def day(text: str) -> date:
    """A day written 2025-03-10."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date written like 2025-03-10") from None


def program(code: str) -> Program:
    """The program with this code; a clear error with the known ones when there is none."""
    found = Program.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Program.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no program {code!r}. Programs: {known}.")
    return found
