"""Cuts text into searchable words, each in every spelling that people type.

A word ends at any character that is no letter, digit or mark. Scripts that are written without spaces are cut into
pairs of letters, so that any part of such a name is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
# What may stand inside one name: O’Brien, U.S.A., AT&T, Handel/Industrie, north-west.
_JOINERS = frozenset("'’‘ʼ`´.-‐‑–—/&+_·")
_CONTRACTED = {"ae": "a", "oe": "o", "ue": "u"}
_CONTRACTIBLE = re.compile("ae|oe|ue")


@dataclass(frozen=True)
class Word:
    """One word in its spellings, the most usual first. ``grams`` are the parts of a word in an unspaced script."""

    spellings: tuple[str, ...]
    grams: tuple[str, ...] = ()


@dataclass(frozen=True)
class Name:
    """Words written without a space between them, and their spelling as one word if there are several."""

    words: tuple[Word, ...]
    joined: str = ""


def names(text: str) -> Iterator[Name]:
    """Yield the text's words in order, those joined by an apostrophe, dot, dash or slash together."""
    for run, glue in _runs(text):
        words = tuple(word for part in run for word in _words(part))
        if words:
            yield Name(words, "".join(word.spellings[0] for word in words)[:LONGEST] if glue else "")


def stored_spellings(word: Word) -> tuple[str, ...]:
    """The spellings to store: also «koln» for «Koeln», because a reader may type neither umlaut nor «oe»."""
    first = word.spellings[0]
    short = _CONTRACTIBLE.sub(lambda found: _CONTRACTED[found[0]], first) if not word.grams else first
    return tuple(dict.fromkeys((*word.spellings, short)))


def _runs(text: str) -> Iterator[tuple[list[str], bool]]:
    """The parts between spaces and strong punctuation, and whether a joiner stands within."""
    run: list[str] = []
    part = ""
    joined = False
    for letter in normalize("NFKC", text) + " ":
        kind = category(letter)
        if kind == "Cf":
            continue  # soft hyphens, zero-width and direction marks are no part of a word
        if kind[0] in "LNM":
            part += letter
            continue
        if part:
            run.append(part)
        if run and not (part and letter in _JOINERS):
            yield run, joined and len(run) > 1
            run = []
        part, joined = "", bool(run)


def _words(part: str) -> Iterator[Word]:
    for piece in _PIECES.findall(part):
        if re.match(f"[{_UNSPACED}]", piece):
            whole = normalize("NFC", fold(piece))
            if whole:
                yield Word((whole[:LONGEST],), tuple(dict.fromkeys(_grams(whole))))
        elif plain := normalize("NFC", fold(piece)):
            spellings = (plain, normalize("NFC", spelt_out(piece)), normalize("NFC", latin(piece)))
            yield Word(tuple(dict.fromkeys(spelling[:LONGEST] for spelling in spellings if spelling)))


def _grams(whole: str) -> Iterator[str]:
    """Pairs of neighbours, and the last letter, which begins no pair."""
    yield from (whole[start : start + 2] for start in range(len(whole) - 1))
    yield whole[-1]
