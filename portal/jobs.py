"""Celery tasks: open days and send digests."""

from zoneinfo import ZoneInfo

from celery.schedules import crontab

from common import clock
from common.jobs import Recovery, scheduled
from portal.digest import send_digests as queue_digests
from portal.opening import catch_up, note_failure
from programs.models import Program
from programs.queries import NothingPublished

MORNING = 7


# Each program's day starts in its own time zone; checking a day already opened costs one query.
@scheduled(
    "open the days that have begun",
    name="portal.tasks.open_days",
    every=crontab(minute="*/5"),
    recovery=Recovery.NEXT_RUN,
)
def open_days() -> int:
    """Open every day that has started in its program's time zone and isn't open yet; returns how many.

    A program whose day can't be opened doesn't stop the others; errors are recorded and raised at the end.
    """
    opened, failures = 0, []
    for program in Program.objects.order_by("pk"):
        until = clock.today(program.time_zone)
        try:
            opened += len(catch_up(program_id=program.pk, until=until, now=clock.now()))
        except NothingPublished:
            continue  # the program is still being set up and has no rules
        except Exception as error:
            note_failure(program_id=program.pk, until=until, error=error, now=clock.now())
            failures.append(error)
    if failures:
        raise ExceptionGroup("Days that could not be opened", failures)
    return opened


@scheduled(
    "say in the morning what waits",
    name="portal.tasks.send_digests",
    every=crontab(minute="*/10"),
    recovery=Recovery.NEXT_RUN,
)
def send_digests() -> int:
    """Send each program's digest once a day, from 7 a.m. in its time zone; returns how many emails."""
    sent, failures = 0, []
    for program in Program.objects.order_by("pk"):
        here = clock.now().astimezone(ZoneInfo(program.time_zone))
        if here.hour < MORNING:
            continue
        try:
            sent += queue_digests(program_id=program.pk, on=here.date(), now=clock.now())
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("Digests that could not be sent", failures)
    return sent
