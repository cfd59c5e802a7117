"""Celery task of clients: keys to register, terms that end, and new seats."""

from celery.schedules import crontab

from clients.daily import open_day
from clients.referral import jobs as referral
from common import clock
from common.jobs import Recovery, scheduled
from programs.each import under_each_rulebook

__all__ = ["daily", "referral"]


@scheduled("look after licenses", name="clients.jobs.daily", every=crontab(minute=15), recovery=Recovery.NEXT_RUN)
def daily() -> int:
    """Do the day's work in every program; returns how many licenses and clients changed.

    It runs every hour: programs have time zones, and a failed run is made up within the hour.
    """
    return under_each_rulebook(open_day, now=clock.now())
