"""The words by which texts mention a person, as one pattern for PostgreSQL. Pure functions."""

import json
import re
from collections.abc import Iterable

FEWEST_LETTERS, FEWEST_DIGITS = 5, 7
_BLANK = r"\s+"
_AROUND = re.compile(r"\(\?<?!(\[[^]]*\]|\\.)\)")
_PHONE = re.compile(r"\+?[\d\s().\-/]+")


def patterns(known: Iterable[str]) -> str:
    """Return one regular expression for every address, full name and phone number among ``known``; "" without any.

    A first name alone is not searched: it would hit other people. A phone number is found in whatever way its digits
    are grouped. Letter case is up to the search.
    """
    found = {part for text in known for part in _parts(text.strip())}
    return "|".join(sorted(found, key=lambda part: (-len(part), part)))


def coarse(pattern: str) -> str:
    """Return the pattern without what stands before and after a mention: it finds a little more, ten times as fast."""
    return _AROUND.sub("", pattern)


def _parts(text: str) -> list[str]:
    digits = re.sub(r"\D", "", text)
    if _PHONE.fullmatch(text):
        if len(digits) < FEWEST_DIGITS:
            return []
        return [r"(?<!\d)\+?" + r"[\s().\-/]*".join(digits) + r"(?!\d)"]
    if "@" in text:
        return [rf"(?<![\w.+-]){_exact(text)}(?![\w-])"]
    if len(text) < FEWEST_LETTERS or len(text.split()) < 2:
        return []
    spellings = {text, json.dumps(text, ensure_ascii=False)[1:-1]}
    exact = [_BLANK.join(_exact(word) for word in one.split()) for one in sorted(spellings)]
    return [rf"(?<!\w){one}(?!\w)" for one in exact]


def _exact(text: str) -> str:
    """The text, with everything that a regular expression would read otherwise behind a backslash."""
    return re.sub(r"([^\w\s])", r"\\\1", text)
