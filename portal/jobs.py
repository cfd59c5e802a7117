"""The doors for Celery: the nightly work, and mail about accounts."""

from zoneinfo import ZoneInfo

from celery import shared_task
from django.conf import settings

from common import clock
from common.tenancy import bind
from partners.tokens.idempotency import forget
from points.checking import check_totals
from portal.digest import send_digests as queue_digests
from portal.opening import catch_up, note_failure
from portal.signin import tasks as entrance  # noqa: F401 - the worker finds those by this module
from programs.models import Program
from programs.queries import NothingPublished

MORNING = 7


@shared_task(name="portal.tasks.open_days")  # type: ignore[untyped-decorator]
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


@shared_task(name="portal.tasks.forget_answers")  # type: ignore[untyped-decorator]
def forget_answers() -> int:
    """Forget what the API answered to writes longer ago than anybody repeats them; returns how many answers."""
    forgotten = 0
    for program_id in Program.objects.order_by("pk").values_list("pk", flat=True):
        with bind(program_id):
            forgotten += forget(program_id=program_id, before=clock.now() - settings.API_ANSWERS_KEPT)
    return forgotten


@shared_task(name="portal.tasks.recount_points")  # type: ignore[untyped-decorator]
def recount_points() -> int:
    """Compare every stored total with its entries, once a day and program; returns how many differ: none should."""
    found = 0
    for program in Program.objects.order_by("pk"):
        found += len(check_totals(program_id=program.pk, on=clock.today(program.time_zone), now=clock.now()))
    return found


@shared_task(name="portal.tasks.send_digests")  # type: ignore[untyped-decorator]
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
