"""What management commands share: the words they take from the command line, and how they show progress."""

import re
from argparse import ArgumentTypeError
from datetime import date
from time import monotonic

from django.core.management.base import CommandError, OutputWrapper

from programs.models import Program

_LATEST = date(2199, 12, 31)  # a replay looks at the days after the asked one, and years ahead cost time


def day(text: str) -> date:
    """A day written 2025-03-10, the last of them in 2199."""
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
    """The program with this code; a clear error with the known ones when there is none."""
    found = Program.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Program.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no program {code!r}. Programs: {known}.")
    return found


class Progress:
    """Says how far long work has come: one line a second at most, and the last one always."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._written_at = float("-inf")

    def __call__(self, what: str, done: int, of: int) -> None:
        moment = monotonic()
        if moment - self._written_at >= 1 or done == of:
            self._written_at = moment
            self._stream.write(f"{done:,} of {of:,} {what}" if of else f"{done:,} {what}")
            self._stream.flush()
