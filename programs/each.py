"""The same work in every program, for the jobs of all apps."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from common.actor import Actor
from common.tenancy import bind
from programs.models import Program
from programs.queries import NothingPublished
from programs.rulebook import Rulebook, rulebook_of


class Daily(Protocol):
    """Work of a day in one program; returns how many rows changed. A second run on a day changes nothing."""

    def __call__(self, *, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int: ...


def in_each_program(work: Callable[[Program], int]) -> int:
    """Do the work in every program, each in its own transaction that is bound to it; returns the sum."""
    done = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            done += work(program)
    return done


def under_each_rulebook(work: Daily, *, now: datetime) -> int:
    """Do a day's work as the system in every program that has rules, on its own today; returns the sum."""

    def here(program: Program) -> int:
        try:
            rulebook = rulebook_of(program)
        except NothingPublished:
            return 0  # the program is still being set up
        today = now.astimezone(ZoneInfo(program.time_zone)).date()
        return work(actor=Actor.system(program.pk), rulebook=rulebook, today=today, now=now)

    return in_each_program(here)
