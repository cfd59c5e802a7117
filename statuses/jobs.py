"""Celery task that ends partnerships whose planned day has come."""

from celery.schedules import crontab

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from programs.each import in_each_program
from statuses.terminations import end_planned


@scheduled(
    "end partnerships as planned",
    name="statuses.jobs.end_planned",
    every=crontab(minute="*/15"),
    recovery=Recovery.NEXT_RUN,
)
def end_partnerships() -> int:
    """End them in every program, from midnight in its time zone; returns how many."""
    return in_each_program(
        lambda program: end_planned(
            actor=Actor.system(program.pk), today=clock.today(program.time_zone), now=clock.now()
        )
    )
