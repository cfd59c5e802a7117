"""Cuts text into searchable words, each in every spelling that people type.

A word ends at any character that is no letter, digit or mark. Scripts that are written without spaces are cut into
pairs of letters, so that any part of such a name is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

from common.folding import fold, latin, spelt_out

LONGEST = 40  # letters of a word that are compared

# Scripts without spaces between words, and Korean, whose words carry endings: Thai to Khmer, kana, Hangul, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_PIECES = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_FIRST_UNSPACED = re.compile(f"[{_UNSPACED}]")
_ASCII = re.compile("[A-Za-z0-9]+")
# What may stand inside one name: O’Brien, U.S.A., AT&T, Handel/Industrie, north-west.
_JOINERS = frozenset("'’‘ʼ`´.-‐‑–—/&+_·")
_CONTRACTED = {"ae": "a", "oe": "o", "ue": "u"}
_CONTRACTIBLE = re.compile("ae|oe|ue")


@dataclass(frozen=True)
class Word:
    """One word in its spellings, the most usual first. ``grams`` are the parts of a word in an unspaced script.

    ``facets`` are what else is asked for by the word, as common/searching/meanings.py says; none of a stored one.
    """

    spellings: tuple[str, ...]
    grams: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Name:
    """Words written without a space between them, and their spelling as one word if there are several."""

    words: tuple[Word, ...]
    joined: str = ""


def names(text: str) -> Iterator[Name]:
    """Yield the text's words in order, those joined by an apostrophe, dot, dash or slash together."""
    for run in _runs(text):
        words = tuple(word for part in run for word in _words(part))
        if words:
            yield Name(words, "".join(word.spellings[0] for word in words)[:LONGEST] if len(run) > 1 else "")


@lru_cache(maxsize=50_000)
def stored_spellings(word: Word) -> tuple[str, ...]:
    """The spellings to store: also «koln» for «Koeln», because a reader may type neither umlaut nor «oe»."""
    first = word.spellings[0]
    short = _CONTRACTIBLE.sub(lambda found: _CONTRACTED[found[0]], first) if not word.grams else first
    return tuple(dict.fromkeys((*word.spellings, short)))


def _runs(text: str) -> Iterator[list[str]]:
    """The words that one character joins, together."""
    run: list[str] = []
    end = 0
    visible = text if text.isascii() else _visible(text)
    for start, after in _spans(visible):
        if run and not (start == end + 1 and visible[end] in _JOINERS):
            yield run
            run = []
        run.append(visible[start:after])
        end = after
    if run:
        yield run


def _visible(text: str) -> str:
    """The text in its usual characters, without soft hyphens, zero-width and direction marks."""
    return "".join(letter for letter in normalize("NFKC", text) if category(letter) != "Cf")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where words begin and end: runs of letters, digits and marks."""
    if text.isascii():
        yield from (found.span() for found in _ASCII.finditer(text))
        return
    start = None
    for place, letter in enumerate(text + " "):
        within = letter.isalnum() or category(letter)[0] in "LNM"
        if within and start is None:
            start = place
        elif not within and start is not None:
            yield start, place
            start = None


@lru_cache(maxsize=50_000)
def _words(part: str) -> tuple[Word, ...]:
    return tuple(word for piece in _PIECES.findall(part) if (word := _word(piece)))


def _word(piece: str) -> Word | None:
    """One word of one script; None if nothing is left of it."""
    plain = piece.lower() if piece.isascii() else normalize("NFC", fold(piece))
    if not plain:
        return None
    if _FIRST_UNSPACED.match(piece):
        return Word((plain[:LONGEST],), tuple(dict.fromkeys(_grams(plain))))
    spellings: tuple[str, ...] = (plain,)
    if not piece.isascii():
        spellings = (plain, normalize("NFC", spelt_out(piece)), normalize("NFC", latin(piece)))
    return Word(tuple(dict.fromkeys(spelling[:LONGEST] for spelling in spellings if spelling)))


def _grams(whole: str) -> Iterator[str]:
    """Pairs of neighbours, and the last letter, which begins no pair."""
    yield from (whole[start : start + 2] for start in range(len(whole) - 1))
    yield whole[-1]
