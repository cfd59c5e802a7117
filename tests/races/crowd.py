"""Many threads at once, each with a database connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(work: Callable[[int], Any], *, people: int) -> list[Any]:
    """Run ``work(n)`` in as many threads, all starting together; returns results and exceptions in order of ``n``."""
    barrier = Barrier(people)
    found: list[Any] = [None] * people

    def one(n: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            found[n] = work(n)
        except Exception as error:  # what a thread raises is a result here
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
    """``work``, after which everybody waits for the others: for controls, where nothing else holds anybody up."""
    barrier = Barrier(people, timeout=20)

    def one(*args: Any, **kwargs: Any) -> Any:
        try:
            return work(*args, **kwargs)
        finally:
            barrier.wait()

    return one
