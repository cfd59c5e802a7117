"""Celery task that erases what programs no longer keep."""

from celery.schedules import crontab

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from privacy.operations import erase_expired
from programs.models import Program
from programs.queries import NothingPublished
from programs.rulebook import read_rulebook


@scheduled(
    "erase personal data",
    name="privacy.jobs.erase",
    every=crontab(minute=50, hour=3),
    recovery=Recovery.RETRY,
)
def erase() -> int:
    """Erase in every program what is older than it keeps; returns how many rows."""
    done = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            try:
                rulebook = read_rulebook(program.pk)
            except NothingPublished:
                continue
        today, now = clock.today(program.time_zone), clock.now()
        done += erase_expired(actor=Actor.system(program.pk), rulebook=rulebook, today=today, now=now)
    return done
