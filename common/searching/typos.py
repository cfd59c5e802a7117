"""The nearest known word to a misspelt one."""

from collections.abc import Mapping

from rapidfuzz.distance import OSA

from common.searching.vectors import FACET, NAMED, PLACED, keys

_MARKS = (NAMED, PLACED, FACET)
# The number of letters added, left out, replaced or exchanged with their neighbour; `score_cutoff` + 1 if it is more.
distance = OSA.distance
_LONG = 8  # letters of a word that may hold two typos
_STEM = 6  # letters of a word, or of its beginning, that may have another ending
_ENDING = 3  # letters of an ending
_OTHER_ENDING = 3  # as many typos it counts for: more than any misspelt word has


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """The known word with the fewest typos in between, the most frequent of equals; None if all are too far.

    ``known`` are lexemes as they are stored, with their number. A word that begins with the misspelt one's correction
    is near too, so that an unfinished word is corrected while it is typed; and so is, if no other is, one with another
    ending: «migrate» is «migration».
    """
    most = 2 if len(word) >= _LONG else 1
    stem = word[: -min(max(1, len(word) - _STEM), _ENDING)] if len(word) >= _STEM else None
    mine = keys(word)
    best: tuple[int, int, int] | None = None
    found = None
    for lexeme, times in known.items():
        if lexeme[:1] in _MARKS or mine.isdisjoint(keys(lexeme)):
            continue
        apart = min(
            distance(word, lexeme, score_cutoff=most), 1 + distance(word, lexeme[: len(word)], score_cutoff=most)
        )
        if apart > most:
            if not (stem and lexeme.startswith(stem)):
                continue
            apart = _OTHER_ENDING
        if best is None or (apart, -times, len(lexeme)) < best:
            best, found = (apart, -times, len(lexeme)), lexeme
    return found
