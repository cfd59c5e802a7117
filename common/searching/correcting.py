"""Replaces misspelt words of a text by the nearest ones that are stored."""

from collections.abc import Sequence
from typing import Protocol

from common.searching.asking import Asked, Term, correctable, corrected
from common.searching.typos import nearest
from common.searching.vectors import SHORTEST, keys
from common.searching.words import Name

_TRIED = 6  # words of one text that are looked up


class Stored(Protocol):
    """What is searched."""

    def knows(self, query: str) -> bool:
        """Whether anything stored matches."""

    def alike(self, keys: Sequence[int]) -> list[str]:
        """The stored words of rows that have any of the keys, the first rows first."""


def corrected_text(asked: Asked, stored: Stored) -> str:
    """The text with the words that are stored nowhere replaced by the nearest; empty if there are none near."""
    words = [word for word in correctable(asked) if len(word.spellings[0]) >= SHORTEST][:_TRIED]
    better = {}
    for word in words:
        if len(words) > 1 and stored.knows(Term((Name((word,)),)).anywhere()):
            continue
        tried = {spelling: keys(spelling) for spelling in word.spellings}
        lexemes = stored.alike(sorted(set().union(*tried.values())))
        found = next((near for spelling in tried if (near := nearest(spelling, lexemes))), None)
        if found and found not in word.spellings:
            better[word.spellings[0]] = found
    return corrected(asked, better) if better else ""
