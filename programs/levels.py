"""A track's levels as pages show them: name, place on the ladder, who is listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from programs.definition import MAIN_TRACK, Definition
from programs.definition.tracks import Level, Track


@dataclass(frozen=True)
class Rung:
    """One step of a ladder as one partner sees it."""

    name: str
    held: bool
    here: bool


@dataclass(frozen=True)
class LevelNames:
    """The levels of one track, from the lowest up."""

    track: Track

    @cached_property
    def levels(self) -> Sequence[Level]:
        return self.track.levels

    @cached_property
    def listed(self) -> list[Level]:
        """Levels whose partners appear in the directory, the highest first."""
        return [level for level in reversed(self.levels) if level.benefits.directory != "no"]

    @property
    def count(self) -> int:
        return len(self.levels)

    def name(self, code: str) -> str:
        """The level's name; the code of a level that the rules in force no longer know."""
        level = self.track.level(code)
        return level.name if level else code

    def rank(self, code: str) -> int:
        """The place from the lowest, counted from 1; 0 for no level."""
        return self.track.place(code) + 1

    def ladder(self, code: str) -> list[Rung]:
        """The whole ladder as seen from one level."""
        rank = self.rank(code)
        return [Rung(level.name, place <= rank, place == rank) for place, level in enumerate(self.levels, start=1)]


def level_names(definition: Definition, track: str = MAIN_TRACK) -> LevelNames:
    """The levels of a definition's track."""
    return LevelNames(definition.track(track))
