"""Celery task of NFR licenses: what ended is rolled back, what comes with a level is sent, ends are announced."""

from celery.schedules import crontab

from common import clock
from common.jobs import Recovery, scheduled
from nfr.daily import open_day
from programs.each import under_each_rulebook


@scheduled("roll NFR licenses back", name="nfr.jobs.daily", every=crontab(minute=25), recovery=Recovery.NEXT_RUN)
def daily() -> int:
    """Do the day's work in every program; returns the number of licenses that changed.

    It runs every hour: programs have time zones, and a failed run is made up within the hour.
    """
    return under_each_rulebook(open_day, now=clock.now())
