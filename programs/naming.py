"""Codes of a program in the words of its definition, for lists that show rows of many days."""

from dataclasses import dataclass

from programs.definition import Definition
from programs.definition.tracks import Track

NONE = "–"


@dataclass(frozen=True)
class Names:
    """The names of one definition; a code that its rules do not know stands for itself."""

    definition: Definition | None

    @property
    def tracks(self) -> list[Track]:
        return self.definition.tracks if self.definition else []

    def track(self, code: str) -> str:
        """A track's name."""
        found = self._track(code)
        return found.name if found else code

    def level(self, track: str, code: str) -> str:
        """A level's name; a dash where no level is held."""
        if not code:
            return NONE
        known = self._track(track)
        level = known.level(code) if known else None
        return level.name if level else code

    def kind(self, code: str) -> str:
        """The name of a kind of activity."""
        kind = self.definition.activities.get(code) if self.definition else None
        return kind.name if kind else code

    def account(self, code: str) -> str:
        """The name of a points account."""
        account = self.definition.points.accounts.get(code) if self.definition else None
        return account.name if account else code

    def _track(self, code: str) -> Track | None:
        return next((track for track in self.tracks if track.code == code), None)
