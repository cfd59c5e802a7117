"""Timing and how figures are said."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """One line of the report. ``goal`` is in the words of the issue; ``held`` None where there is none."""

    name: str
    measured: str
    goal: str = ""
    held: bool | None = None


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


def typical(work: Callable[[], object], *, times: int) -> float:
    """The median of several runs, in seconds, after one to warm up."""
    work()
    return median(seconds(work) for _ in range(times))


def ms(value: float) -> str:
    """Seconds as milliseconds in words."""
    return f"{value * 1000:,.1f} ms" if value < 10 else f"{value:,.1f} s"
