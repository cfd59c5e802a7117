"""Celery task that reminds partners of their meetings."""

from celery.schedules import crontab

from common import clock
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from meetings.news import remind_of_meetings
from programs.models import Program
from programs.queries import NothingPublished
from programs.rulebook import rulebook_of


@scheduled("remind of meetings", name="meetings.jobs.remind", every=crontab(minute=40), recovery=Recovery.NEXT_RUN)
def remind() -> int:
    """Send the day's reminders in every program; returns their number. It runs every hour: programs have time zones."""
    sent = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            try:
                rulebook = rulebook_of(program)
            except NothingPublished:
                continue
            sent += remind_of_meetings(rulebook=rulebook, today=clock.today(program.time_zone), now=clock.now())
    return sent
