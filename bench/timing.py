"""Timing, and formatting of figures."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from threading import Barrier, Thread
from time import perf_counter

from django.db import connection


@dataclass(frozen=True)
class Figure:
    """A line of the report. ``goal`` is worded as in the issue; ``held`` is None without a goal."""

    name: str
    measured: str
    goal: str = ""
    held: bool | None = None


def seconds(work: Callable[[], object]) -> float:
    """Return the wall-clock seconds of one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


def typical(work: Callable[[], object], *, times: int) -> float:
    """Return the median of several runs, in seconds, after a warm-up run."""
    work()
    return median(seconds(work) for _ in range(times))


def ms(value: float) -> str:
    """Format seconds as milliseconds."""
    return f"{value * 1000:,.1f} ms" if value < 10 else f"{value:,.1f} s"


def together(
    work: Callable[[int], None], people: int, each: int = 1, warm_up: Callable[[], None] | None = None
) -> float:
    """Seconds until everybody has done it ``each`` times, with a connection of their own.

    Before they start, each has done ``warm_up``: web workers keep their connections, and so their caches, too.
    """
    barrier = Barrier(people + 1)

    def one(n: int) -> None:
        try:
            connection.ensure_connection()
            if warm_up:
                warm_up()
        finally:
            barrier.wait()
        for k in range(each):
            work(n * each + k)
        connection.close()

    threads = [Thread(target=one, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    barrier.wait()
    start = perf_counter()
    for thread in threads:
        thread.join()
    return perf_counter() - start
