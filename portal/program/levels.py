"""The levels of a program side by side: what each asks, and what it gives."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import number, percent, short_money
from programs.definition import Definition
from programs.definition.comparison import Cell, comparison
from programs.definition.requirements import Agreed, Count, Counted, Distinct, EveryQuarter, HoldsLevel, Points, Total
from programs.definition.requirements import Requirement as AnyRequirement
from programs.definition.tracks import Level, Track
from programs.definition.words import counted
from programs.wording import directory_words


@dataclass(frozen=True)
class Asked:
    """One requirement: its name, how much, and in which time."""

    name: str
    amount: str
    window: str


@dataclass(frozen=True)
class Column:
    """One level with what it asks, and what the yearly review asks to keep it; ``here`` marks the reader's own."""

    level: Level
    asks: list[Asked]
    keeps: list[Asked]
    here: bool


@dataclass(frozen=True)
class Line:
    """One benefit: its name, and what each level gives of it, with the level's column."""

    name: str
    cells: list[tuple[Column, Cell]]


@dataclass(frozen=True)
class LevelTable:
    """A track's levels as columns, from the lowest, and the rows of the comparison by group.

    ``conditions`` say when a discount starts that needs more than the level.
    """

    track: Track
    columns: list[Column]
    groups: list[tuple[str, list[Line]]]
    conditions: list[str]


def level_tables(definition: Definition, held: dict[str, str] | None = None) -> list[LevelTable]:
    """Return a table for each track; ``held`` has the reader's level by track."""
    return [_table(definition, track, (held or {}).get(track.code, "")) for track in definition.tracks]


def _table(definition: Definition, track: Track, held: str) -> LevelTable:
    groups: dict[str, list[Line]] = {}
    columns = [_column(level, definition, here=level.code == held) for level in track.levels]
    for one in comparison(definition, track, directory_words()):
        groups.setdefault(one.row.group, []).append(Line(one.row.name, list(zip(columns, one.cells, strict=True))))
    return LevelTable(track, columns, list(groups.items()), _conditions(track))


def _column(level: Level, definition: Definition, *, here: bool) -> Column:
    keeps = [_asked(one, definition) for one in level.keep] if level.review else []
    return Column(level, list(_asks(level, definition)), keeps, here)


def _conditions(track: Track) -> list[str]:
    """When each level's discount starts; nothing for one that starts with the level."""
    found = []
    for level in track.levels:
        if (discount := level.benefits.discount) and discount.requires:
            asked = " · ".join(str(one.name) for one in discount.requires)
            words = {"level": level.name, "percent": percent(discount.percent), "asked": asked}
            found.append(_("%(level)s: the discount of %(percent)s starts with: %(asked)s.") % words)
    return found


def _asks(level: Level, definition: Definition) -> Iterator[Asked]:
    requirements = list(level.reach) + (list(level.grace.requires) if level.grace else [])
    for one in requirements:
        yield _asked(one, definition)


def _asked(one: AnyRequirement, definition: Definition) -> Asked:
    return Asked(one.name, _amount(one, definition), _window(one))


def _amount(asked: AnyRequirement, definition: Definition) -> str:
    match asked:
        case Total(at_least=Agreed()):
            return _("as agreed with you")
        case Total(unit="money"):
            amounts = (short_money(asked.at_least, one) for one in definition.program.currencies)  # type: ignore[arg-type]
            return " / ".join(amounts)
        case Total():
            return counted(number(asked.at_least), asked.at_least, asked.unit)  # type: ignore[arg-type]
        case Count(at_most=0):
            return _("none")
        case Count(at_most=int(most)):
            return _("at most %(number)s") % {"number": number(most)}
        case Count() if asked.at_least == 1:
            return ""
        case Count():
            return number(asked.at_least or 0)
        case Distinct():
            return number(asked.at_least)
        case EveryQuarter():
            return _("at least one each quarter")
        case Points():
            return ngettext("%(number)s point", "%(number)s points", asked.at_least) % {
                "number": number(asked.at_least)
            }
        case HoldsLevel():
            level = definition.track(asked.track).level(asked.at_least)
            return _("%(level)s or higher") % {"level": level.name if level else asked.at_least}


def _window(asked: AnyRequirement) -> str:
    if not isinstance(asked, Counted):
        return ""
    words = {
        "year": _("in 12 months"),
        "two_years": _("in two years"),
        "term": _("in the year under review"),
        "two_terms": _("in the two years before the review"),
    }
    return words.get(asked.window, "")
