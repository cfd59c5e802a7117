"""Celery task that recounts points every night."""

from celery.schedules import crontab

from common import clock
from common.jobs import Recovery, scheduled
from points.totals_check import check_totals
from programs.models import Program


@scheduled(
    "check the points totals",
    name="portal.tasks.recount_points",
    every=crontab(minute=30, hour=3),
    recovery=Recovery.RETRY,
)
def recount_points() -> int:
    """Compare every stored total with its entries, once per day and program; returns the number of differences."""
    found = 0
    for program in Program.objects.order_by("pk"):
        found += len(check_totals(program_id=program.pk, on=clock.today(program.time_zone), now=clock.now()))
    return found
