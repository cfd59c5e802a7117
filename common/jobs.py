"""Scheduled jobs: each app's `jobs.py` says which of its tasks run when, and Celery beat reads the result."""

from collections.abc import Callable
from typing import Any

from celery import shared_task

# Beat's schedule: config/celery.py hands this very dictionary to Celery, so that jobs found later are in it too.
SCHEDULE: dict[str, dict[str, Any]] = {}


def task(name: str, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a Celery task. ``name`` stays the same when the function moves: tasks on their way carry it."""
    return shared_task(name=name, **options)  # type: ignore[no-any-return]


def scheduled(title: str, *, name: str, every: Any, when: bool = True) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a Celery task that beat runs ``every`` so often: a `timedelta` or a `crontab`.

    ``title`` names the entry in beat's own table, where operators may change or stop it. Unless ``when``, the task can
    be called but is not scheduled. Raises ValueError for a title that is taken.
    """
    if title in SCHEDULE:
        raise ValueError(f"A job is already scheduled as {title!r}.")
    if when:
        SCHEDULE[title] = {"task": name, "schedule": every}
    return task(name)
