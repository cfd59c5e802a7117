"""Charts drawn on the server as SVG. Screen readers read the table behind it (templates/components/chart.jinja)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, AXIS, LEFT = 640, 220, 24, 40
_GAP = 0.25  # of a group's width


@dataclass(frozen=True)
class Bar:
    """One bar in SVG units; ``series`` is its place among the series, from 1."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True)
class Tick:
    """A word on an axis."""

    at: float
    words: str


@dataclass(frozen=True)
class Chart:
    """Grouped bars, and the same figures as rows: each label with one figure for each of ``names``."""

    names: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]
    bars: Sequence[Bar]
    labels: Sequence[Tick]
    lines: Sequence[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT

    @property
    def is_empty(self) -> bool:
        """Whether every figure is zero."""
        return not any(any(figures) for _label, figures in self.rows)


def nice_top(most: int) -> int:
    """The end of an axis that holds a number: 1, 2 or 5 times a power of ten, divisible by two from 2 on."""
    top = 2
    while top < most:
        digit = int(str(top)[0])
        top = top * 5 // 2 if digit == 2 else top * 2
    return top


def grouped_bars(labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> Chart:
    """Lay out one group of bars for each label, with one bar for each series, on a common axis from zero."""
    top = nice_top(max((each for figures in series.values() for each in figures), default=0))
    floor = HEIGHT - AXIS
    group = (WIDTH - LEFT) / max(len(labels), 1)
    width = group * (1 - _GAP) / max(len(series), 1)
    bars = [
        Bar(
            x=round(LEFT + n * group + group * _GAP / 2 + place * width, 1),
            y=round(floor - floor * 0.92 * figures[n] / top, 1),
            width=round(width, 1),
            height=round(floor * 0.92 * figures[n] / top, 1),
            series=place + 1,
        )
        for n in range(len(labels))
        for place, figures in enumerate(series.values())
        if figures[n]
    ]
    ticks = [Tick(round(LEFT + n * group + group / 2, 1), label) for n, label in enumerate(labels)]
    lines = [Tick(round(floor - floor * 0.92 * part / 2, 1), str(top * part // 2)) for part in range(3)]
    rows = [(label, [figures[n] for figures in series.values()]) for n, label in enumerate(labels)]
    return Chart(list(series), rows, bars, ticks, lines)
