"""Names for a program's codes, for lists with rows of many days."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from programs.definition import Definition
from programs.definition.tracks import Track

NONE = "–"


@dataclass(frozen=True)
class Names:
    """The names in one definition, in the reader's language; an unknown code is shown as it is."""

    definition: Definition | None

    @property
    def tracks(self) -> list[Track]:
        return self.definition.tracks if self.definition else []

    def track(self, code: str) -> str:
        """Return a track's name."""
        found = self._track(code)
        return str(found.name) if found else code

    def level(self, track: str, code: str) -> str:
        """Return a level's name; a dash for no level."""
        if not code:
            return NONE
        known = self._track(track)
        level = known.level(code) if known else None
        return str(level.name) if level else code

    def kind(self, code: str) -> str:
        """Return the name of an activity kind."""
        kind = self.definition.activities.get(code) if self.definition else None
        return str(kind.name) if kind else code

    def rule(self, code: str) -> str:
        """Return what a points rule pays for: the name of its activity kind."""
        rules = self.definition.points.rules if self.definition else []
        found = next((rule for rule in rules if rule.code == code), None)
        return self.kind(found.of) if found else code.replace("_", " ")

    def entity(self, code: str) -> str:
        """Return the name of a contracting entity."""
        entities = self.definition.entities if self.definition else []
        return next((each.name for each in entities if each.code == code), code)

    def market(self, code: str) -> str:
        """Return the name of a market of the store."""
        store = self.definition.store if self.definition else None
        return next((each.name for each in (store.markets if store else []) if each.code == code), code)

    def details(self, kind: str, attributes: Mapping[str, Any]) -> list[str]:
        """Return the values of an activity's attributes in words."""
        known = self.definition.activities.get(kind) if self.definition else None
        if known:
            return known.details(attributes)
        return [str(value).replace("_", " ") for value in attributes.values() if value not in (None, "", False)]

    def account(self, code: str) -> str:
        """Return the name of a points account."""
        account = self.definition.points.accounts.get(code) if self.definition else None
        return str(account.name) if account else code

    def _track(self, code: str) -> Track | None:
        return next((track for track in self.tracks if track.code == code), None)
