"""Lists of horizontal bars, drawn on the server as SVG; a table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, ROW, LABEL = 420, 22, 130


@dataclass(frozen=True)
class Bar:
    """One row: its words, its number, and where it is drawn."""

    label: str
    shown: str
    y: int
    width: int

    @property
    def text_y(self) -> int:
        """The baseline of the words."""
        return self.y + 15


@dataclass(frozen=True)
class BarList:
    """Bars under a title; ``unit`` says what they count."""

    code: str
    title: str
    unit: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return max(len(self.bars), 1) * ROW + 4


def bar_list(code: str, title: str, unit: str, found: Sequence[tuple[str, float]], *, digits: int = 0) -> BarList:
    """Lay out a bar for each label and number, as long as the number is of the highest."""
    most = max((number for _label, number in found), default=0) or 1
    room = WIDTH - LABEL - 60
    bars = [
        Bar(label, f"{number:.{digits}f}", place * ROW + 2, max(round(room * number / most), 1))
        for place, (label, number) in enumerate(found)
    ]
    return BarList(code, title, unit, bars)
