"""A partner's code: what stands for its company in addresses and files."""

import re
from collections.abc import Collection, Iterator
from itertools import count

from partners.folding import fold

LONGEST = 60
_ROOM = 8  # for a number behind, where the code is taken
# Letters of the other alphabets most of our companies write in, as they are usually written in Latin ones.
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
    """Codes for a company, best first, without end: the first candidate with letters a code can hold, then numbered."""
    slugs = (_slug(candidate) for candidate in candidates)
    best = next((slug for slug in slugs if slug), "partner")
    yield best
    for number in count(2):
        yield f"{best[: LONGEST - _ROOM]}-{number}"


def free_code(*candidates: str, taken: Collection[str]) -> str:
    """The first code that nobody has."""
    return next(code for code in codes(*candidates) if code not in taken)


def stem(*candidates: str) -> str:
    """What all codes for the company begin with."""
    return next(codes(*candidates))[: LONGEST - _ROOM]


def _slug(text: str) -> str:
    latin = fold(text).translate(_LATIN)
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:LONGEST].strip("-")
