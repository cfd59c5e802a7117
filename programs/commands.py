"""Helpers for management commands: command line arguments and progress."""

import re
from argparse import ArgumentTypeError
from datetime import date
from time import monotonic

from django.core.management.base import CommandError, OutputWrapper

from programs.models import Program

_LATEST = date(2199, 12, 31)  # a replay also looks at later days, and years ahead take time


def day(text: str) -> date:
    """Parse a day written 2025-03-10, at most in 2199."""
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"{text!r} is not a date written like 2025-03-10")
    if found > _LATEST:
        raise ArgumentTypeError(f"{text} is too far ahead; the last day is {_LATEST}")
    return found


def program(code: str) -> Program:
    """Return the program with this code, or fail with an error that lists the known ones."""
    found = Program.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Program.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no program {code!r}. Programs: {known}.")
    return found


class Progress:
    """Prints the progress of long work: at most one line a second, and always the last one."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._written_at = float("-inf")

    def __call__(self, what: str, done: int, of: int) -> None:
        moment = monotonic()
        if moment - self._written_at >= 1 or done == of:
            self._written_at = moment
            self._stream.write(f"{done:,} of {of:,} {what}" if of else f"{done:,} {what}")
            self._stream.flush()
