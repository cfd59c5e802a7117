"""What a kind of activity is good for, in the reader's words: the points it earns, the requirements it counts for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import number
from programs.definition import MAIN_TRACK, Definition
from programs.definition.points import PointsRule
from programs.definition.requirements import BaseRequirement, Count, Counted
from programs.definition.tracks import Level, Track


@dataclass(frozen=True)
class Use:
    """A requirement that activities of a kind count for, and the level that asks it."""

    requirement: str
    level: str
    clause: str


def earning_words(definition: Definition, kind: str, attributes: Mapping[str, Any] | None = None) -> list[str]:
    """What an activity of the kind earns, one line for each rule; of one with these attributes when they are given."""
    rules = definition.points.by_kind.get(kind, ())
    return [_rule_words(rule, definition) for rule in rules if attributes is None or rule.accepts(kind, attributes)]


def uses(definition: Definition, kind: str, attributes: Mapping[str, Any] | None = None) -> list[Use]:
    """The requirements that the kind counts for, each with the lowest level that asks it, in the file's order.

    Those that an activity with ``attributes`` counts for, when they are given.
    """
    found: dict[str, Use] = {}
    for track in definition.tracks:
        for level in track.levels:
            for asked in _asked(level):
                if _counts_for(asked, kind, attributes) and asked.name not in found:
                    found[asked.name] = Use(asked.name, _level_words(track, level), asked.clause)
    return list(found.values())


def _asked(level: Level) -> Iterator[BaseRequirement]:
    yield from level.reach
    yield from level.requalify or ()
    yield from level.grace.requires if level.grace else ()
    yield from level.keep


def _counts_for(asked: BaseRequirement, kind: str, attributes: Mapping[str, Any] | None) -> bool:
    if not isinstance(asked, Counted) or asked.of != kind or (isinstance(asked, Count) and asked.at_most is not None):
        return False
    return attributes is None or asked.accepts(kind, attributes)


def _level_words(track: Track, level: Level) -> str:
    return level.name if track.code == MAIN_TRACK else f"{track.name}: {level.name}"


def _rule_words(rule: PointsRule, definition: Definition) -> str:
    kind = definition.activities[rule.of]
    if rule.by is not None:
        table = ", ".join(f"{_plain(value)} {number(points)}" for value, points in rule.values.items())
        words = _("points by %(attribute)s: %(table)s") % {"attribute": _plain(rule.by), "table": table}
    else:
        points = rule.points or 0
        words = ngettext("%(points)s point", "%(points)s points", points) % {"points": number(points)}
        if rule.every is not None:
            unit = kind.quantity_unit if rule.field == "quantity" else _("of the amount")
            words = _("%(points)s for every %(many)s %(unit)s") % {
                "points": words,
                "many": number(rule.every),
                "unit": unit,
            }
    if rule.times:
        words = _("%(points)s, times the number of %(unit)s") % {"points": words, "unit": kind.quantity_unit or ""}
    if rule.where:
        values = (_values(value) for value in rule.where.values())
        words = f"{', '.join(values)}: {words}"
    if rule.when_level:
        level = definition.track(rule.when_level.track).level(rule.when_level.level)
        words = _("%(points)s, on the level %(level)s") % {"points": words, "level": level.name if level else ""}
    if len(definition.points.accounts) > 1:
        words = f"{words} ({definition.points.accounts[rule.account].name})"
    return words


def _values(value: str | bool | list[str]) -> str:
    return ", ".join(_plain(str(one)) for one in (value if isinstance(value, list) else [value]))


def _plain(code: str) -> str:
    return code.replace("_", " ")
