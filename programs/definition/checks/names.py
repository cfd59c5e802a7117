"""The names a definition declares, and checks of references to them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from programs.definition.activities import ActivityKind, Match, attribute_text
from programs.definition.definition import Definition
from programs.definition.problems import Problem


class Names:
    """All kinds, accounts, tracks and levels of the file, including invalid ones."""

    def __init__(self, definition: Definition, data: Any) -> None:
        self.definition = definition
        self.data = data
        self.kinds = _keys(data, "activities")
        self.accounts = _keys(data, "points", "accounts")
        self.levels = {
            str(track.get("code")): [str(level.get("code")) for level in _tables(track.get("levels"))]
            for track in _tables(data.get("tracks"))
        }

    def codes(self, *path: str) -> list[str]:
        """Return the ``code`` of each entry of a list in the file, including invalid ones."""
        found = self.data
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        return [str(entry.get("code")) for entry in _tables(found)]

    def kind(self, code: str) -> ActivityKind | None:
        """Return the kind, None if it is unknown or invalid."""
        return self.definition.activities.get(code)

    def unknown_kind(self, where: str, code: str) -> Iterator[Problem]:
        """Report a problem if no activity kind has this code."""
        yield from unknown(where, "activity kind", code, self.kinds)

    def unknown_account(self, where: str, code: str) -> Iterator[Problem]:
        """Report a problem if no points account has this code."""
        yield from unknown(where, "points account", code, self.accounts)

    def unknown_level(self, where: str, track: str, level: str | None, *, key: str = "level") -> Iterator[Problem]:
        """Report a problem if the track or its level is unknown; ``key`` is the level's key in the file."""
        if track not in self.levels:
            yield from unknown(f"{where}.track", "track", track, self.levels)
        elif level is not None:
            yield from unknown(f"{where}.{key}", "level", level, self.levels[track])

    def match_problems(self, where: str, match: Match) -> Iterator[Problem]:
        """Report problems if the kind, its attributes or their values are unknown."""
        yield from self.unknown_kind(f"{where}.of", match.of)
        kind = self.kind(match.of)
        if kind is None:
            return
        for attribute, value in match.where.items():
            place = f"{where}.where.{attribute}"
            if attribute not in kind.attributes:
                yield from unknown(place, f"attribute of {match.of}", attribute, kind.attributes)
                continue
            for one in value if isinstance(value, list) else [value]:
                if kind.attributes[attribute]:
                    yield from unknown(place, "value", attribute_text(one), kind.attributes[attribute])


def unknown(where: str, what: str, name: str, allowed: Iterable[str]) -> Iterator[Problem]:
    """Report a problem if ``name`` is not allowed."""
    allowed = list(allowed)
    if name not in allowed:
        yield Problem(where, f"unknown {what} {name!r}; allowed: {', '.join(allowed) or 'none is defined'}")


def twice(where: str, what: str, names: Iterable[str]) -> Iterator[Problem]:
    """Report a problem for each duplicate name."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Problem(f"{where}.{name}", f"the {what} {name!r} stands here twice; each needs its own")
        seen.add(name)


def _keys(data: Any, *path: str) -> list[str]:
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return list(data) if isinstance(data, Mapping) else []


def _tables(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
