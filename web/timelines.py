"""Timelines drawn on the server as SVG, with a table of the same spans (templates/components/timeline.jinja)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, LANE = 1000, 28  # SVG units; the drawing is stretched


@dataclass(frozen=True)
class Span:
    """Something that holds from a day to the day before another; without ``end`` it is a mark on one day.

    ``tone``: 1 to 5 for a series, good, warn, bad; ``ahead`` spans are expected and drawn lighter.
    """

    start: date
    end: date | None
    words: str
    tone: str = "1"
    ahead: bool = False


@dataclass(frozen=True)
class Lane:
    """One line of a timeline."""

    name: str
    spans: Sequence[Span]


@dataclass(frozen=True)
class Drawn:
    """A span in SVG units."""

    span: Span
    x: float
    width: float


@dataclass(frozen=True)
class Timeline:
    """Lanes over the same days, with labels at their start; ``now`` is where today's line stands, if it is shown."""

    first: date
    last: date
    lanes: Sequence[tuple[str, Sequence[Drawn]]]
    years: Sequence[tuple[float, str]]
    now: float | None
    width: int = WIDTH
    height: int = LANE

    @property
    def is_empty(self) -> bool:
        """Whether no lane has a span."""
        return not any(drawn for _name, drawn in self.lanes)

    @property
    def rows(self) -> list[tuple[str, Span]]:
        """The table's rows: every span with its lane, by day."""
        found = [(name, each.span) for name, drawn in self.lanes for each in drawn]
        return sorted(found, key=lambda row: (row[1].start, row[0]))


def timeline(lanes: Iterable[Lane], *, first: date, last: date, today: date | None = None) -> Timeline:
    """Lay out lanes between two days; spans are cut at the edges, and those outside are left out."""
    days = max((last - first).days, 1)

    def at(day: date) -> float:
        return round(WIDTH * min(max((day - first).days, 0), days) / days, 1)

    def draw(span: Span) -> Drawn:
        start, end = at(span.start), at(span.end) if span.end else at(span.start)
        return Drawn(span, start, round(max(end - start, 0), 1))

    shown = [
        (lane.name, [draw(each) for each in lane.spans if each.start <= last and (each.end or each.start) >= first])
        for lane in lanes
    ]
    starts = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    years = [(at(day), str(day.year)) for day in starts if first <= day < last]
    return Timeline(first, last, shown, years, at(today) if today and first <= today <= last else None)
