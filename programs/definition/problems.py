"""What is wrong with a definition, said in the words of the file: a key path, and what is allowed there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PathPart = str | int
Path = tuple[PathPart, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where it stands, and what is wrong and allowed."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class DefinitionInvalid(ValueError):
    """A file that is no valid definition; ``problems`` lists every mistake found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(map(str, self.problems)))


def words_for(path: Path, data: Any) -> str:
    """The path as a manager finds it in the file: entries of a list by their ``code`` (or host), else by number.

    ``data`` is the file's content. A step that is not in it (a branch of the models) is left out, unless it is the
    last one: the name of a missing key.
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
