"""The nightly opening of days, the morning's digests, and mail about accounts."""

from zoneinfo import ZoneInfo

from celery.schedules import crontab

from common import clock
from common.jobs import scheduled
from portal.digest import send_digests as queue_digests
from portal.opening import catch_up, note_failure
from portal.signin import jobs as signin
from programs.models import Program
from programs.queries import NothingPublished

MORNING = 7

__all__ = ["open_days", "send_digests", "signin"]


# Each program's day begins in its own time zone; a day already opened costs one query.
@scheduled("open the days that have begun", name="portal.tasks.open_days", every=crontab(minute="*/5"))
def open_days() -> int:
    """Open every day that has begun in its program's time zone and was not opened yet; returns how many were.

    A program whose day cannot be opened is noted and does not hold up the others; what went wrong is raised at the end.
    """
    opened, failures = 0, []
    for program in Program.objects.order_by("pk"):
        until = clock.today(program.time_zone)
        try:
            opened += len(catch_up(program_id=program.pk, until=until, now=clock.now()))
        except NothingPublished:
            continue  # it is only being set up, and has no rules to open a day by
        except Exception as error:
            note_failure(program_id=program.pk, until=until, error=error, now=clock.now())
            failures.append(error)
    if failures:
        raise ExceptionGroup("Days that could not be opened", failures)
    return opened


@scheduled("say in the morning what waits", name="portal.tasks.send_digests", every=crontab(minute="*/10"))
def send_digests() -> int:
    """Send each program's digest once a day, from seven in the morning of its time zone; returns how many mails."""
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
