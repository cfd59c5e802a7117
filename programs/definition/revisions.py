"""The dated revisions of a program, and which one is in force on a day."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from programs.definition.definition import Definition


@dataclass(frozen=True)
class Revisions:
    """Definitions by effective day, oldest first; the first also applies to the days before it."""

    items: Sequence[tuple[date, int, Definition]]

    def at(self, day: date) -> tuple[int, Definition]:
        """Return the id of the revision in force on a day, and its definition."""
        place = max(bisect_right(self.items, day, key=itemgetter(0)) - 1, 0)
        return self.items[place][1], self.items[place][2]

    def later_days(self) -> list[date]:
        """Return the days on which later revisions come into force."""
        return [start for start, _, _ in self.items[1:]]
