"""What an activity kind earns and counts for, in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from programs.definition import MAIN_TRACK, Definition
from programs.definition.requirements import BaseRequirement, Count, Counted
from programs.definition.tracks import Level, Track
from programs.prose.points import points_rule


@dataclass(frozen=True)
class Use:
    """A requirement that a kind counts for, and the level that has it."""

    requirement: str
    level: str
    clause: str


def earning_words(definition: Definition, kind: str, attributes: Mapping[str, Any] | None = None) -> list[str]:
    """Return what the kind earns, one line per rule; with ``attributes``, only what such an activity earns."""
    rules = definition.points.by_kind.get(kind, ())
    return [points_rule(rule, definition) for rule in rules if attributes is None or rule.accepts(kind, attributes)]


def uses(definition: Definition, kind: str, attributes: Mapping[str, Any] | None = None) -> list[Use]:
    """Return the requirements that the kind counts for, each with the lowest level that has it, in the file's order.

    With ``attributes``, only the requirements that such an activity counts for.
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
