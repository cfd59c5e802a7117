"""Problems of a definition, each with a key path in the file and what is allowed there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PathPart = str | int
Path = tuple[PathPart, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where it is, what is wrong and what is allowed."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class DefinitionInvalid(ValueError):
    """The file is not a valid definition; ``problems`` lists every mistake."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(map(str, self.problems)))


def words_for(path: Path, data: Any) -> str:
    """Return the path as shown to a manager: list entries by ``code`` (or host), else by number.

    ``data`` is the file's content. A step that is not in it (a branch of the models) is left out, unless it is the
    last one, which names a missing key.
    """
    words: list[str] = []
    for position, step in enumerate(path):
        last = position == len(path) - 1
        if isinstance(step, int) and isinstance(data, list) and step < len(data):
            data = data[step]
            words.append(_name(data) or f"[{step + 1}]")
        elif isinstance(data, Mapping) and step in data:
            data = data[step]
            words.append(str(step))
        elif last and isinstance(data, Mapping) and isinstance(step, str) and step != data.get("kind"):
            words.append(step)
    return ".".join(words).replace(".[", "[")


def _name(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return ""
    name = entry.get("code") or entry.get("host") or entry.get("track") or entry.get("grant")
    return name if isinstance(name, str) else ""
