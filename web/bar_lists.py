"""Lists of horizontal bars, drawn on the server as cells of a table (templates/components/bar_list.jinja)."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.numbers import number


@dataclass(frozen=True)
class Bar:
    """One row: its words, its number, and its length in percent of the longest."""

    label: str
    shown: str
    percent: float


@dataclass(frozen=True)
class BarList:
    """Bars under a title; ``unit`` says what they count."""

    code: str
    title: str
    unit: str
    bars: Sequence[Bar]


def bar_list(code: str, title: str, unit: str, found: Sequence[tuple[str, float]], *, digits: int = 0) -> BarList:
    """Lay out a bar for each label and number, as long as the number is of the highest."""
    most = max((figure for _label, figure in found), default=0) or 1
    bars = [
        Bar(
            label,
            number(figure, digits),
            round(100 * max(figure, 0) / most, 1),
        )
        for label, figure in found
    ]
    return BarList(code, title, unit, bars)
