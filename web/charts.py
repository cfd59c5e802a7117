"""Charts drawn on the server as SVG, with a table of the same figures (templates/components/chart.jinja).

The drawing stretches to the width of the page while its words stay HTML, so that a phone shows them at full size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.numbers import number

WIDTH, HEIGHT = 1000, 300  # SVG units; the drawing is stretched
WIDE, NARROW = 13, 5  # at most this many labels below a chart on a wide and on a narrow screen
_GAP = 0.3  # of a group's width
_STEPS = (2, 3, 4, 5, 6, 8, 10, 15)  # ends of axes, times a power of ten

Figure = int | Decimal


@dataclass(frozen=True)
class Bar:
    """One bar in SVG units; ``series`` is its place among the series, from 1."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True)
class Curve:
    """One curve as SVG paths: what was, what is expected (dashed), and the area below; empty where there is none.

    ``end`` is a path of no length that marks the last figure known.
    """

    series: int
    line: str
    ahead: str = ""
    area: str = ""
    end: str = ""


@dataclass(frozen=True)
class Label:
    """A word below the drawing; not ``narrow`` ones are hidden on narrow screens, empty ones everywhere."""

    words: str
    narrow: bool = True


@dataclass(frozen=True)
class Target:
    """A horizontal line that is to be reached."""

    y: float
    words: str


@dataclass(frozen=True)
class Chart:
    """A drawing, and the same figures as rows: each label with one figure for each of ``names``; None is unknown.

    ``unit`` says what the figures count; ``now`` is where today's line stands, if it is shown.
    """

    names: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Figure | None]]]
    unit: str
    labels: Sequence[Label]
    lines: Sequence[str]
    bars: Sequence[Bar] = ()
    curves: Sequence[Curve] = ()
    target: Target | None = None
    now: float | None = None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def is_empty(self) -> bool:
        """Whether every figure is zero."""
        return not any(any(figures) for _label, figures in self.rows)

    @property
    def shown_rows(self) -> list[tuple[str, list[str]]]:
        """The table's rows, in the reader's language."""
        return [
            (label, ["–" if figure is None else number(figure) for figure in figures]) for label, figures in self.rows
        ]


def nice_top(most: Figure) -> int:
    """The end of an axis that holds a number: a round even number, at most twice as high."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= most and step * power % 2 == 0:
                return step * power
        power *= 10


def height_of(figure: Figure, top: int) -> float:
    """A figure's height in SVG units on an axis that ends at ``top``."""
    return round(HEIGHT * max(float(figure), 0.0) / top, 1)


def axis(top: int) -> list[str]:
    """The words of the horizontal lines, from the highest down to zero."""
    return [number(top), number(top // 2), "0"]


def labels_below(words: Sequence[str]) -> list[Label]:
    """The labels of equally wide columns, thinned out so that neighbors don't touch."""
    step = -(-len(words) // WIDE) or 1
    narrow = step * (-(-len(words) // (NARROW * step)) or 1)
    return [Label(each if n % step == 0 else "", n % narrow == 0) for n, each in enumerate(words)]


def rows_of(
    labels: Sequence[str], series: Mapping[str, Sequence[Figure | None]]
) -> list[tuple[str, list[Figure | None]]]:
    """The table's rows: for each label the figure of each series."""
    return [(label, [figures[n] for figures in series.values()]) for n, label in enumerate(labels)]


def grouped_bars(labels: Sequence[str], series: Mapping[str, Sequence[Figure]], *, unit: str = "") -> Chart:
    """Lay out one group of bars for each label, with one bar for each series, on a common axis from zero."""
    top = nice_top(max((each for figures in series.values() for each in figures), default=0))
    group = WIDTH / max(len(labels), 1)
    width = group * (1 - _GAP) / max(len(series), 1)
    bars = [
        Bar(
            x=round(n * group + group * _GAP / 2 + place * width, 1),
            y=round(HEIGHT - height_of(figures[n], top), 1),
            width=round(width, 1),
            height=height_of(figures[n], top),
            series=place + 1,
        )
        for n in range(len(labels))
        for place, figures in enumerate(series.values())
        if figures[n]
    ]
    return Chart(list(series), rows_of(labels, series), unit, labels_below(labels), axis(top), bars=bars)


def stacked_bars(labels: Sequence[str], series: Mapping[str, Sequence[Figure]], *, unit: str = "") -> Chart:
    """Lay out one bar for each label, made of one piece for each series, the first at the bottom."""
    sums = [sum((Decimal(figures[n]) for figures in series.values()), Decimal()) for n in range(len(labels))]
    top = nice_top(max(sums, default=0))
    group = WIDTH / max(len(labels), 1)
    bars = []
    for n in range(len(labels)):
        below = 0.0
        for place, figures in enumerate(series.values()):
            high = height_of(figures[n], top)
            if high:
                x, y = n * group + group * _GAP / 2, HEIGHT - below - high
                bars.append(Bar(round(x, 1), round(y, 1), round(group * (1 - _GAP), 1), high, place + 1))
            below += high
    return Chart(list(series), rows_of(labels, series), unit, labels_below(labels), axis(top), bars=bars)
