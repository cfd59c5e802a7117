"""A track's levels for pages: names, ranks, and which are listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from programs.definition import MAIN_TRACK, Definition
from programs.definition.tracks import Level, Track


@dataclass(frozen=True)
class Rung:
    """One level as a partner sees it."""

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
        """Return the levels whose partners appear in the directory, highest first."""
        return [level for level in reversed(self.levels) if level.benefits.directory != "no"]

    @property
    def count(self) -> int:
        return len(self.levels)

    def name(self, code: str) -> str:
        """Return the level's name, or its code if the current rules no longer have it."""
        level = self.track.level(code)
        return level.name if level else code

    def rank(self, code: str) -> int:
        """Return the rank from the lowest, counted from 1; 0 for no level."""
        return self.track.place(code) + 1

    def shown(self, code: str) -> tuple[str, int, int]:
        """Return the level's name, its rank and the number of levels: all that its badge shows."""
        found = self._shown.get(code)
        if found is None:
            found = self._shown[code] = (self.name(code), self.rank(code), self.count)
        return found

    @cached_property
    def _shown(self) -> dict[str, tuple[str, int, int]]:
        return {}

    def ladder(self, code: str) -> list[Rung]:
        """Return all levels as seen from one level."""
        rank = self.rank(code)
        return [Rung(level.name, place <= rank, place == rank) for place, level in enumerate(self.levels, start=1)]


def level_names(definition: Definition, track: str = MAIN_TRACK) -> LevelNames:
    """The levels of a definition's track."""
    return LevelNames(definition.track(track))
