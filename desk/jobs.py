"""Celery task that ends assignments of rows that were decided outside the admin: by API, by a job, by the partner."""

from datetime import date, datetime, timedelta

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from desk.settling import end_assignments
from programs.each import under_each_rulebook
from programs.rulebook import Rulebook


@scheduled("end assignments", name="desk.jobs.settle", every=timedelta(minutes=10), recovery=Recovery.NEXT_RUN)
def settle() -> int:
    """End assignments of rows that have left their queue, in every program; returns how many."""
    return under_each_rulebook(_settle, now=clock.now())


def _settle(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    return end_assignments(actor=actor, definition=rulebook.on(today), today=today)
