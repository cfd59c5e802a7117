"""Lists of horizontal bars, drawn on the server as cells of a table (templates/components/bar_list.jinja)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format


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
    most = max((number for _label, number in found), default=0) or 1
    bars = [
        Bar(
            label,
            number_format(number, decimal_pos=digits, use_l10n=True, force_grouping=True),
            round(100 * max(number, 0) / most, 1),
        )
        for label, number in found
    ]
    return BarList(code, title, unit, bars)
