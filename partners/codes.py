"""Partner codes, which identify companies in URLs and files."""

import re
from collections.abc import Collection, Iterator
from itertools import count

from partners.folding import fold

LONGEST = 60
_ROOM = 8  # room for a number if the code is taken
# Common Latin transliterations of the non-Latin alphabets that partners use most.
_LATIN = str.maketrans(
    "абвгдезийклмнопрстуфыэіўґқғңөұүһәђјљњћџѓќѕαβγδεζηικλμνξοπρσςτυφω",
    "abvgdeziiklmnoprstufyeiugkgnouuhadjlncdgksavgdeziiklmnxoprsstyfo",
) | str.maketrans(
    {
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "є": "ie",
        "ї": "i",
        "θ": "th",
        "χ": "ch",
        "ψ": "ps",
    }
)


def codes(*candidates: str) -> Iterator[str]:
    """Endless code suggestions, best first: the first candidate with usable letters, then the same with numbers."""
    slugs = (_slug(candidate) for candidate in candidates)
    best = next((slug for slug in slugs if slug), "partner")
    yield best
    for number in count(2):
        yield f"{best[: LONGEST - _ROOM]}-{number}"


def free_code(*candidates: str, taken: Collection[str]) -> str:
    """The first code that is not taken."""
    return next(code for code in codes(*candidates) if code not in taken)


def stem(*candidates: str) -> str:
    """The common beginning of all codes for the company."""
    return next(codes(*candidates))[: LONGEST - _ROOM]


def _slug(text: str) -> str:
    latin = fold(text).translate(_LATIN)
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:LONGEST].strip("-")
