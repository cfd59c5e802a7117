"""Scheduled jobs: each app declares its own in `jobs.py`, and Celery beat reads the resulting schedule.

Every task declares how it recovers when the database or Redis is away, or its process dies.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from typing import Any

from celery import shared_task
from celery.schedules import crontab
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSlow

# Beat's schedule. config/celery.py passes this same dictionary to Celery, so jobs registered later are included.
SCHEDULE: dict[str, dict[str, Any]] = {}
# What is raised while a server is away. It says nothing about the task, so it is worth trying again.
AWAY: tuple[type[Exception], ...] = (OperationalError, InterfaceError, BrokerError, RedisAway, RedisSlow, OSError)
SOON = timedelta(hours=1)


class Recovery(Enum):
    """What happens after the database or Redis was away, or the process was killed, during a task."""

    NEXT_RUN = "the next run, within an hour, finds everything that was left"
    RETRY = "the same task is tried again, after seconds at first, then every minute for a day"


_RETRIES: dict[Recovery, dict[str, Any]] = {
    Recovery.NEXT_RUN: {},
    Recovery.RETRY: {
        "autoretry_for": AWAY,
        "retry_backoff": 2,  # seconds
        "retry_backoff_max": 60,
        "retry_jitter": True,
        "max_retries": 24 * 60,
    },
}


def task(name: str, *, recovery: Recovery, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a Celery task. Keep ``name`` when the function moves: queued tasks refer to it.

    A task that no schedule repeats needs `Recovery.RETRY`; it may run twice, so its second run must change nothing.
    """
    return shared_task(name=name, recovery=recovery, **_RETRIES[recovery], **options)  # type: ignore[no-any-return]


def scheduled(
    title: str, *, name: str, every: timedelta | crontab, recovery: Recovery, when: bool = True
) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a Celery task that beat runs ``every`` interval.

    ``title`` names the entry in beat's own table, where operators may change or stop it. If ``when`` is false, the task
    can be called but is not scheduled. Raises ValueError for a title that is taken, and for `Recovery.NEXT_RUN` if the
    next run may be more than an hour away.
    """
    if title in SCHEDULE:
        raise ValueError(f"A job is already scheduled as {title!r}.")
    if recovery is Recovery.NEXT_RUN and not is_soon(every):
        raise ValueError(f"The next run of {title!r} may be more than an hour away: it needs Recovery.RETRY.")
    if when:
        SCHEDULE[title] = {"task": name, "schedule": every}
    return task(name, recovery=recovery)


def is_soon(every: timedelta | crontab) -> bool:
    """Whether a schedule runs at least once an hour."""
    if isinstance(every, timedelta):
        return every <= SOON
    whole = (len(every.hour), len(every.day_of_week), len(every.day_of_month), len(every.month_of_year))
    return whole == (24, 7, 31, 12)
