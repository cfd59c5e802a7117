"""Timing, and formatting of figures."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


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
