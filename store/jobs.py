"""Celery tasks of the store. Each is an edge: it reads the clock and binds the program."""

from celery.schedules import crontab

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from programs.each import under_each_rulebook
from programs.models import Program
from programs.queries import NothingPublished
from programs.rulebook import rulebook_of
from store.bonuses.operations.spending import expire_bonuses
from store.bonuses.reminders import remind_of_bonuses
from store.payments.overdue import cancel_overdue


@scheduled(
    "expire bonuses and remind of them",
    name="store.jobs.open_bonus_day",
    every=crontab(minute=25),
    recovery=Recovery.NEXT_RUN,
)
def open_bonus_day() -> int:
    """Expire what is no longer valid in each program's today, and remind of what will be; returns how many credits.

    It runs every hour because days begin at different hours; a second run on a day changes nothing.
    """
    expired = 0
    for program in Program.objects.order_by("pk"):
        today, now = clock.today(program.time_zone), clock.now()
        with bind(program.pk):
            expired += expire_bonuses(actor=Actor.system(program.pk), today=today, now=now)
            try:
                remind_of_bonuses(rulebook=rulebook_of(program), today=today, now=now)
            except NothingPublished:
                continue  # the program is still being set up and has no rules
    return expired


@scheduled(
    "cancel orders that nobody paid",
    name="store.jobs.cancel_unpaid",
    every=crontab(minute=40),
    recovery=Recovery.NEXT_RUN,
)
def cancel_unpaid() -> int:
    """Cancel overdue orders in every program, in its own today; returns how many."""
    return under_each_rulebook(cancel_overdue, now=clock.now())
