"""Word-by-word comparison of two versions of a text, to show them side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# The worst case costs the product of both lengths; above this many pieces both texts are marked as a whole.
_MOST = 3_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; ``changed`` if the other version lacks it."""

    text: str
    changed: bool


def compare(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Split the two versions into pieces; joined, the pieces are the original texts."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST:
        same = before == after
        return _whole(before, changed=not same), _whole(after, changed=not same)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    left = ((tag, old[first:last]) for tag, first, last, _start, _end in steps)
    right = ((tag, new[first:last]) for tag, _start, _end, first, last in steps)
    return list(_pieces(left)), list(_pieces(right))


def _pieces(steps: Iterator[tuple[str, Sequence[str]]]) -> Iterator[Piece]:
    for tag, words in steps:
        if words:
            yield Piece("".join(words), tag != "equal")


def _whole(text: str, *, changed: bool) -> list[Piece]:
    return [Piece(text, changed)] if text else []
