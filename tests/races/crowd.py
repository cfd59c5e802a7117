"""Runs many threads at once, each with its own database connection."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(work: Callable[[int], Any], *, people: int) -> list[Any]:
    """Run ``work(n)`` in threads that all start together. Returns results and exceptions in order of ``n``."""
    barrier = Barrier(people)
    found: list[Any] = [None] * people

    def one(n: int) -> None:
        try:
            connection.ensure_connection()
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


def together(work: Callable[..., Any], *, people: int) -> Callable[..., Any]:
    """``work``, then wait for all other threads. For controls, where nothing else makes the threads meet."""
    barrier = Barrier(people, timeout=20)

    def one(*args: Any, **kwargs: Any) -> Any:
        try:
            return work(*args, **kwargs)
        finally:
            barrier.wait()

    return one
