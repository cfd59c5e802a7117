"""Replaces misspelt words of a text by the nearest ones that are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from common.searching.asking import Asked, Term, correctable, corrected
from common.searching.typos import nearest
from common.searching.vectors import SHORTEST, keys
from common.searching.words import Name, Word

_TRIED = 6  # words of one text that are looked up


@dataclass(frozen=True)
class Misspelt:
    """A word that is stored nowhere, in its spellings."""

    spellings: tuple[str, ...]

    @property
    def keys(self) -> list[int]:
        """The keys that words near it have one of."""
        return sorted({key for spelling in self.spellings for key in keys(spelling)})


class Stored(Protocol):
    """What is searched."""

    def knows(self, query: str) -> bool:
        """Whether anything stored matches."""

    def alike(self, misspelt: Misspelt) -> Mapping[str, int]:
        """The stored words of rows that share a key with it, and how often each is stored there."""


def corrected_text(asked: Asked, stored: Stored) -> str:
    """The text with the words that are stored nowhere replaced by the nearest; empty if there are none near."""
    words = _words(asked)
    better = {}
    for word in words:
        if len(words) > 1 and stored.knows(Term((Name((word,)),)).anywhere()):
            continue
        lexemes = stored.alike(Misspelt(word.spellings))
        found = next((near for spelling in word.spellings if (near := nearest(spelling, lexemes))), None)
        if found and found not in word.spellings:
            better[word.spellings[0]] = found
    return corrected(asked, better) if better else ""


def only_word(asked: Asked) -> Misspelt | None:
    """The word that is misspelt if the text finds nothing; None if there are several, or none that can be corrected."""
    words = _words(asked)
    return Misspelt(words[0].spellings) if len(words) == 1 else None


def _words(asked: Asked) -> list[Word]:
    return [word for word in correctable(asked) if len(word.spellings[0]) >= SHORTEST][:_TRIED]
