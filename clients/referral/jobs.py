"""Celery task of referrals: visits to erase, and main links for new partners."""

from celery.schedules import crontab

from clients.referral.daily import open_day
from common import clock
from common.jobs import Recovery, scheduled
from programs.each import under_each_rulebook


@scheduled(
    "forget visits by referral links",
    name="clients.referral.jobs.daily",
    every=crontab(minute=35),
    recovery=Recovery.NEXT_RUN,
)
def daily() -> int:
    """Do the day's work in every program; returns how many visits were erased and links made.

    It runs every hour: programs have time zones, and a failed run is made up within the hour.
    """
    return under_each_rulebook(open_day, now=clock.now())
