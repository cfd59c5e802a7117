"""Changes between two definitions, one sentence each."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from programs.definition import MAIN_TRACK, Definition
from programs.definition.base import Rule
from programs.definition.points import PointsRule
from programs.definition.requirements import BaseRequirement
from programs.definition.tracks import Level, Track
from programs.prose.rules import points_line, requirement
from programs.prose.words import clause, key_words, plain, said, title

_SAID_AS = {
    "reach": "to reach it",
    "requalify": "to regain it",
    "keep": "for review",
    "rules": "points",
    "accounts": "points account",
    "activities": "activity",
}
_SILENT = ("tracks", "levels", "at_least", "points", "requires")


def changes(before: Definition, after: Definition) -> list[str]:
    """Return the changes in the file's order, each with its clause; empty if nothing changed."""
    return list(_Comparison(before, after).parts([], before, after, None))


class _Comparison:
    def __init__(self, before: Definition, after: Definition) -> None:
        self.before, self.after = before, after

    def parts(self, place: list[str], old: BaseModel, new: BaseModel, rule: Rule | None) -> Iterator[str]:
        """Yield changes between two parts of the same kind, key by key, with the innermost rule's clause."""
        rule = new if isinstance(new, Rule) else rule
        if type(old) is not type(new):
            yield _line(place, f"{plain(old)} -> {plain(new)}", rule)
            return
        for key in type(new).model_fields:
            yield from self._values([*place, *_words(key)], getattr(old, key), getattr(new, key), rule)

    def _values(self, place: list[str], old: Any, new: Any, rule: Rule | None) -> Iterator[str]:
        if old == new:
            return
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            yield from self.parts(place, old, new, rule)
        elif old is None and isinstance(new, BaseModel) and not title(new):
            for key, one in said(new):
                yield from self._values(
                    [*place, *_words(key)], _none_of(one), one, new if isinstance(new, Rule) else rule
                )
        elif _named(old) is not None and _named(new) is not None:
            yield from self._entries(place, _named(old) or {}, _named(new) or {}, rule)
        elif old is None or new is None:
            yield _line(place, f"new: {plain(new)}" if old is None else f"no longer: {plain(old)}".strip(": "), rule)
        else:
            yield _line(place, f"{plain(old)} -> {plain(new)}", rule)

    def _entries(self, place: list[str], old: dict[str, Any], new: dict[str, Any], rule: Rule | None) -> Iterator[str]:
        for key, one in old.items():
            if key not in new:
                yield _line(place, f"no longer: {self._sentence(one, self.before)}", rule, said=isinstance(one, Rule))
        for key, one in new.items():
            if key not in old:
                yield _line(place, f"new: {self._sentence(one, self.after)}", rule, said=isinstance(one, Rule))
            elif isinstance(one, BaseModel) and isinstance(old[key], BaseModel):
                yield from self.parts(_inside(place, one, key), old[key], one, rule)
            else:
                yield from self._values([*place, key_words(key)], old[key], one, rule)
        kept, order = [key for key in old if key in new], [key for key in new if key in old]
        if kept != order and all(isinstance(one, Level | Track) for one in new.values()):
            yield _line(place, f"the order {', '.join(kept)} -> {', '.join(order)}", rule)

    def _sentence(self, part: Any, definition: Definition) -> str:
        if isinstance(part, BaseRequirement):
            return requirement(part, definition)  # type: ignore[arg-type]
        if isinstance(part, PointsRule):
            return points_line(part, definition)
        if isinstance(part, Rule):
            return f"{title(part)}{clause(part)}"
        return plain(part)


def _named(value: Any) -> dict[str, Any] | None:
    """Return entries by name: of a table, or of a list whose entries have a code or host; None for other values."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and all(isinstance(one, BaseModel) for one in value):
        return {str(getattr(one, "code", None) or getattr(one, "host", None) or i): one for i, one in enumerate(value)}
    return None


def _none_of(value: Any) -> Any:
    return type(value)() if isinstance(value, list | dict) else None


def _inside(place: list[str], part: BaseModel, key: str) -> list[str]:
    """Return the name of an entry's place; a requirement comes before its purpose: "sales, for review"."""
    name = title(part, key_words(key))
    if isinstance(part, BaseRequirement) and place:
        return [*place[:-1], f"{name}, {place[-1]}"]
    if isinstance(part, Track) and part.code == MAIN_TRACK:
        return place
    return [*place, name]


def _words(key: str) -> list[str]:
    return [] if key in _SILENT else [_SAID_AS.get(key, key_words(key))]


def _line(place: list[str], what: str, rule: Rule | None, *, said: bool = False) -> str:
    return ": ".join([*place, what]) + ("" if said else clause(rule))
