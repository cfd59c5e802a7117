"""Partner codes, which identify companies in URLs and files."""

import re
from collections.abc import Collection, Iterator
from itertools import count

from common.folding import latin

LONGEST = 60
_ROOM = 8  # room for a number if the code is taken


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
    return re.sub(r"[^a-z0-9]+", "-", latin(text)).strip("-")[:LONGEST].strip("-")
