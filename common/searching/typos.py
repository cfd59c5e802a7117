"""The nearest known word to a misspelt one."""

from collections.abc import Mapping

from common.searching.vectors import FACET, NAMED, PLACED, keys

_MARKS = (NAMED, PLACED, FACET)
_LONG = 8  # letters of a word that may hold two typos


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """The known word with the fewest typos in between, the most frequent of equals; None if all are too far.

    ``known`` are lexemes as they are stored, with their number. A word that begins with the misspelt one's correction
    is near too, so that an unfinished word is corrected while it is typed.
    """
    most = 2 if len(word) >= _LONG else 1
    mine = keys(word)
    best: tuple[int, int, int] | None = None
    found = None
    for lexeme, times in known.items():
        if lexeme[:1] in _MARKS or mine.isdisjoint(keys(lexeme)):
            continue
        apart = min(distance(word, lexeme, most), 1 + distance(word, lexeme[: len(word)], most))
        if apart <= most and (best is None or (apart, -times, len(lexeme)) < best):
            best, found = (apart, -times, len(lexeme)), lexeme
    return found


def distance(one: str, other: str, most: int) -> int:
    """The number of letters added, left out, replaced or exchanged with their neighbour; ``most`` + 1 if it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for column, against in enumerate(other, start=1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != against))
            if earlier and column > 1 and letter == other[column - 2] and one[place - 2] == against:
                cost = min(cost, earlier[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
