"""Problems found in the rows of an import, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One reason why a file can't be imported. ``line`` is the line in the file, 0 for the whole file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.reason}"


class Problems:
    """Collects every problem of one import, so all can be fixed at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, file: str, line: int, reason: str) -> None:
        """Record that the row on this line can't be imported."""
        self._found.append(Problem(file, line, reason))

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))
