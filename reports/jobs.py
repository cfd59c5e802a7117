"""Celery task that emails the scheduled reports."""

from zoneinfo import ZoneInfo

from celery.schedules import crontab

from common import clock
from common.jobs import Recovery, scheduled
from programs.each import in_each_program
from programs.models import Program
from programs.queries import NothingPublished, definition
from reports.operations import send_reports

MORNING = 7


@scheduled(
    "email scheduled reports",
    name="reports.jobs.send",
    every=crontab(minute="*/20"),
    recovery=Recovery.NEXT_RUN,
)
def send() -> int:
    """Email what is due from 7 a.m. in each program's time zone; returns how many emails."""
    return in_each_program(_send)


def _send(program: Program) -> int:
    here = clock.now().astimezone(ZoneInfo(program.time_zone))
    if here.hour < MORNING:
        return 0
    try:
        rules = definition(program, here.date())
    except NothingPublished:
        return 0  # the program is still being set up
    return send_reports(program=program, rules=rules, today=here.date(), now=clock.now())
