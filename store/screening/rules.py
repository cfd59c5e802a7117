"""Compares a client's names with a list of excluded persons: the same name, or one that is nearly the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from common.folding import latin

MOST = 3  # matches told for one name
# What says only which kind of company it is.
_LEGAL_FORMS = frozenset(
    re.findall(
        "[a-z]+",
        """
    ab ag ao as bv co company corp corporation gmbh inc ip kg kgaa limited llc llp lp ltd nv oao ooo oy oyj pao plc pty
    sa sarl sas se sl spa sro srl too ug zao
""",
    )
)
_APART = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list, with its name as it is compared."""

    name: str
    plain: str
    source: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A name that is on a list, or near one that is; ``score`` is 100 for the same name."""

    asked: str
    entry: Listed
    score: int

    @property
    def exact(self) -> bool:
        """Whether it is the same name."""
        return self.score == 100

    def stored(self) -> dict[str, object]:
        """What a compliance record keeps of it."""
        return {
            "asked": self.asked,
            "name": self.entry.name,
            "list": self.entry.source,
            "reference": self.entry.reference,
            "score": self.score,
        }


def plain(name: str) -> str:
    """The name as it is compared: Latin letters, no accents or signs, no legal form, its words in alphabetical order.

    «ООО „Ромашка“» and «Romashka LLC» become the same. Empty for a name without letters or digits.
    """
    words = [word for word in _APART.split(latin(name)) if word]
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(sorted(kept or words))


def matches(asked: str, entries: Sequence[Listed], plains: Sequence[str], *, near: int) -> list[Match]:
    """The entries with this name, or with one at least ``near`` percent alike, the nearest in front.

    ``plains`` are the entries' own. A name also matches an entry of two words or more that all occur in it.
    """
    wanted = plain(asked)
    if not wanted:
        return []
    found: dict[int, int] = {}
    for scorer, least in ((fuzz.ratio, near), (fuzz.token_set_ratio, 100)):
        hits = process.extract(wanted, plains, scorer=scorer, score_cutoff=least, limit=MOST * 4, processor=None)
        for text, score, place in hits:
            if scorer is fuzz.ratio or min(len(text.split()), len(wanted.split())) > 1:
                found[place] = max(found.get(place, 0), int(score))
    scored = [
        Match(asked, entries[place], 100 if plains[place] == wanted else min(score, 99))
        for place, score in found.items()
    ]
    return sorted(scored, key=lambda each: -each.score)[:MOST]
