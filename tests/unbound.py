"""Requests, tasks and commands in tests start bound to nobody, as in production; tests themselves are the system."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any

import psycopg
import pytest
from celery.app.task import Task
from django.core import management
from django.db import connection
from django.test.client import ClientHandler

# Commands that act on the test database itself.
AS_OWNER = {"migrate"}
# One statement instead of three: every request of every test asks.
_LEAVE = """
SELECT program, actor, CASE WHEN coalesce(program, '') = '' THEN set_config('app.actor', '', false) END
FROM (SELECT current_setting('app.program_id', true) AS program, current_setting('app.actor', true) AS actor
    OFFSET 0) AS now
"""


@contextmanager
def unbound() -> Iterator[None]:
    """Run the block with no kind of actor, unless a program is bound; Django does not count these queries."""
    if connection.connection is None or connection.connection.closed:
        yield
        return
    bound, before = _leave()
    if bound:
        yield
        return
    try:
        yield
    finally:
        _set(before)


def _leave() -> tuple[bool, str]:
    """Unset the kind of actor unless a program is bound; say whether one is, and the kind before."""
    try:
        bound, before, _ = connection.connection.execute(_LEAVE).fetchone()
    except psycopg.Error:  # in a failed transaction
        return True, ""
    return bool(bound), before or ""


def _set(kind: str) -> None:
    if connection.connection is not None and not connection.connection.closed:
        with suppress(psycopg.Error):  # in a failed transaction: the test's rollback restores it
            connection.connection.execute("SELECT set_config('app.actor', %s, false)", [kind])


def _starting_unbound(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def started(*args: Any, **kwargs: Any) -> Any:
        with unbound():
            return call(*args, **kwargs)

    return started


@pytest.fixture(autouse=True, scope="session")
def _requests_tasks_and_commands_start_unbound() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "__call__", _starting_unbound(ClientHandler.__call__))
        patch.setattr(Task, "__call__", _starting_unbound(Task.__call__))
        patch.setattr(management.BaseCommand, "execute", _starting_unbound(management.BaseCommand.execute))
        yield
