"""Scheduled jobs: each app declares its own in `jobs.py`, and Celery beat reads the resulting schedule."""

from collections.abc import Callable
from typing import Any

from celery import shared_task

# Beat's schedule. config/celery.py passes this same dictionary to Celery, so jobs registered later are included.
SCHEDULE: dict[str, dict[str, Any]] = {}


def task(name: str, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a Celery task. Keep ``name`` when the function moves: queued tasks refer to it."""
    return shared_task(name=name, **options)  # type: ignore[no-any-return]


def scheduled(title: str, *, name: str, every: Any, when: bool = True) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a Celery task that beat runs ``every`` interval: a `timedelta` or a `crontab`.

    ``title`` names the entry in beat's own table, where operators may change or stop it. If ``when`` is false, the task
    can be called but is not scheduled. Raises ValueError for a title that is taken.
    """
    if title in SCHEDULE:
        raise ValueError(f"A job is already scheduled as {title!r}.")
    if when:
        SCHEDULE[title] = {"task": name, "schedule": every}
    return task(name)
