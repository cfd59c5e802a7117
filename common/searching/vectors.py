"""What is stored of a text for searching: a vector of words, and keys that find a word despite a typo.

The vector is written out, not parsed by PostgreSQL, whose parser takes apart hosts, numbers and paths in its own way. A
word stands in it as itself; once more behind `NAMED` if it is part of the name, and behind `PLACED` if it says where.
Values of filters stand behind `FACET`. No word contains these marks.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

from common.searching.words import Word, names, stored_spellings

NAMED, PLACED, FACET = "=", "@", "#"
WORDS = 400  # of one text; what follows is not searched
HEAD = 7  # letters of a word that typo keys look at
SHORTEST = 4  # letters of a word that is worth correcting
_POSITIONS = 16_000


def vector(*, named: str = "", placed: str = "", others: str = "", facets: Mapping[str, str | Iterable[str]]) -> str:
    """The literal of a tsvector. ``facets`` are the values of filters by the filter's name."""
    places: dict[str, list[int]] = {}
    marked: set[str] = set()
    at = 0
    for text, mark in ((named, NAMED), (placed, PLACED), (others, "")):
        for position, word in enumerate(_all(text), start=at + 1):
            at = position
            for lexeme in word:
                places.setdefault(lexeme, []).append(min(position, _POSITIONS))
            if mark:
                marked |= {mark + lexeme for lexeme in word}
        at += 1  # a phrase does not reach from one text into the next
    marked |= {facet(name, value) for name, values in facets.items() for value in _several(values) if value}
    return " ".join([f"{quoted(lexeme)}:{_listed(found)}" for lexeme, found in places.items()] + [*map(quoted, marked)])


def facet(name: str, value: str) -> str:
    """The lexeme of a filter's value."""
    return f"{FACET}{name}:{value}".replace("\0", "")[:400]


def quoted(lexeme: str) -> str:
    """The lexeme as PostgreSQL reads it in a vector or a query."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def typo_keys(text: str) -> list[int]:
    """The keys of all words of a text that are long enough to be corrected."""
    return sorted({key for word in _all(text) for lexeme in word for key in keys(lexeme)})


@lru_cache(maxsize=20_000)
def keys(word: str) -> frozenset[int]:
    """Numbers that two words share if they begin alike up to one typo: the beginning, whole and without each letter.

    Codes and numbers have none: another one is no typo.
    """
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return frozenset()
    head = word[:HEAD]
    return frozenset((_number(head), *(_number(head[:at] + head[at + 1 :]) for at in range(len(head)))))


@lru_cache(maxsize=2_000)
def _all(text: str) -> tuple[tuple[str, ...], ...]:
    """The lexemes of each word in order; words beyond `WORDS` are left out. A partner's texts seldom change."""
    found: list[tuple[str, ...]] = []
    for name in names(text):
        for number, word in enumerate(name.words):
            if len(found) == WORDS:
                return tuple(found)
            joined = (name.joined,) if name.joined and not number else ()
            found.append(tuple(dict.fromkeys((*lexemes(word), *joined))))
    return tuple(found)


def lexemes(word: Word) -> tuple[str, ...]:
    """What is stored of one word."""
    return word.grams or stored_spellings(word)


def _several(values: str | Iterable[str]) -> Iterable[str]:
    return (values,) if isinstance(values, str) else values


def _listed(positions: list[int]) -> str:
    return ",".join(map(str, positions[:4]))


def _number(text: str) -> int:
    """A signed number of four bytes, as PostgreSQL stores it."""
    return crc32(text.encode()) - 2**31
