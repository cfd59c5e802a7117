"""Celery task of clients: keys to register, terms that end, and new seats."""

from celery.schedules import crontab

from clients.daily import open_day
from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from programs.models import Program
from programs.queries import NothingPublished
from programs.rulebook import rulebook_of


@scheduled("look after licenses", name="clients.jobs.daily", every=crontab(minute=15), recovery=Recovery.NEXT_RUN)
def daily() -> int:
    """Do the day's work in every program; returns how many licenses and clients changed.

    It runs every hour: programs have time zones, and a failed run is made up within the hour.
    """
    done = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            try:
                rulebook = rulebook_of(program)
            except NothingPublished:
                continue
            today = clock.today(program.time_zone)
            done += open_day(actor=Actor.system(program.pk), rulebook=rulebook, today=today, now=clock.now())
    return done
