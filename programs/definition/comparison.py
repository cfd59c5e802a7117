"""The comparison of a track's levels: what each gives, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from common.numbers import number, percent
from programs.definition.benefits import Benefits, ComparisonRow
from programs.definition.definition import Definition
from programs.definition.tracks import Track

Cell = bool | str
"""Whether the level has it, or what it has, in words."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row, with a cell for each level from the lowest to the highest."""

    row: ComparisonRow
    cells: tuple[Cell, ...]


def comparison(definition: Definition, track: Track, words: Mapping[str, str] | None = None) -> Iterator[Comparison]:
    """Return the rows in which at least one level of the track has something; ``words`` says codes in words."""
    for row in definition.comparison:
        cells = tuple(_cell(row, level.benefits, definition, words or {}) for level in track.levels)
        if any(cells):
            yield Comparison(row, cells)


def gains(
    definition: Definition, track: Track, before: str, after: str, words: Mapping[str, str] | None = None
) -> list[str]:
    """What a level gives that another one doesn't, or gives otherwise: "Discount: 30%"."""
    old, new = (track.level(code) for code in (before, after))
    found = []
    for row in definition.comparison if new else ():
        cell = _cell(row, new.benefits, definition, words or {}) if new else False
        if cell and (old is None or cell != _cell(row, old.benefits, definition, words or {})):
            found.append(row.name if cell is True else f"{row.name}: {cell}")
    return found


def _cell(row: ComparisonRow, benefits: Benefits, definition: Definition, words: Mapping[str, str]) -> Cell:
    match row.shows:
        case "discount":
            return percent(benefits.discount.percent) if benefits.discount else False
        case "directory":
            return False if benefits.directory == "no" else words.get(benefits.directory, benefits.directory)
        case "leads":
            modes = {mode.code: mode.name for mode in definition.leads.modes} if definition.leads else {}
            return " · ".join(str(modes[code]) for code in benefits.leads.modes) if benefits.leads else False
        case "nfr":
            names = {grant.code: grant.name for grant in definition.nfr.grants} if definition.nfr else {}
            return " · ".join(_nfr(str(names[one.grant]), one.count) for one in benefits.nfr) or False
        case _:
            return row.code in benefits.gives


def _nfr(name: str, count: int) -> str:
    """A license, and how many if there are several, so that no name needs a plural."""
    return name if count == 1 else f"{name}: {number(count)}"
