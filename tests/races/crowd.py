"""Runs many threads at once, each with its own database connection."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, Thread
from time import sleep
from typing import Any

from django.db import OperationalError, connection

ATTEMPTS = 100


def at_once(work: Callable[[int], Any], *, people: int) -> list[Any]:
    """Run ``work(n)`` in threads that all start together. Returns results and exceptions in order of ``n``."""
    barrier = Barrier(people, timeout=60)
    found: list[Any] = [None] * people

    def one(n: int) -> None:
        try:
            _connect()
            barrier.wait()
            found[n] = work(n)
        except Exception as error:  # a thread's exception is a result here
            found[n] = error
        finally:
            connection.close()

    threads = [Thread(target=one, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _connect() -> None:
    """Connect; while the connections of an earlier round are still being closed, there may be too many for a moment."""
    for _attempt in range(ATTEMPTS):
        with suppress(OperationalError):
            return connection.ensure_connection()
        sleep(0.1)
    return connection.ensure_connection()


def together(work: Callable[..., Any], *, people: int) -> Callable[..., Any]:
    """``work``, then wait for all other threads. For controls, where nothing else makes the threads meet."""
    barrier = Barrier(people, timeout=20)

    def one(*args: Any, **kwargs: Any) -> Any:
        try:
            return work(*args, **kwargs)
        finally:
            barrier.wait()

    return one
