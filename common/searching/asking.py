"""Reads what a person types into a search box and writes it as queries over stored vectors.

Every word is found by its beginning. "Words in quotes" are found in this order, and -words are left out. «X near Y»
finds X, those at Y first and then those in Y's country; «X in Y» finds only those at Y.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from common.searching.meanings import Meaning
from common.searching.vectors import NAMED, PLACED, facet, lexemes, quoted
from common.searching.words import Name, Word, names

LENGTH = 200  # characters that are read
MOST_WORDS = 12
_PARTS = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')
_NEAR = re.compile(
    r"^(?P<what>.*?)\s*\b(?P<how>near|close to|around|nahe|bei|cerca de|perto de|blisko|около|قرب|in|en|em|w|в|في)"
    r"\s+(?P<where>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_STRICT = frozenset({"in", "en", "em", "w", "в", "في"})
_COUNTRY = facet("country", "")


@dataclass(frozen=True)
class Term:
    """Words of a query that belong together: one name, or a phrase in quotes."""

    names: tuple[Name, ...]
    phrase: bool = False

    def anywhere(self) -> str:
        """The condition on all that is stored."""
        if self.phrase:
            return " <-> ".join(_spelt(word) for name in self.names for word in name.words)
        return _and(_name(name, "", prefix=True) for name in self.names)

    def whole(self) -> str:
        """The condition on whole words, wherever they stand."""
        return self.anywhere() if self.phrase else self.marked("", prefix=False)

    def marked(self, mark: str, *, prefix: bool) -> str:
        """The condition on words behind a mark."""
        return _and(_name(name, mark, prefix=prefix) for name in self.names)


@dataclass(frozen=True)
class Queries:
    """Three queries, each finding all that the one before it finds: the best matches, good ones, and all."""

    closest: str
    close: str
    anywhere: str


@dataclass(frozen=True)
class Asked:
    """What a person asked for. ``where`` is empty unless a place was named; ``strict`` asks for no other place."""

    text: str
    what: tuple[Term, ...]
    without: tuple[Term, ...] = ()
    where: tuple[Term, ...] = ()
    strict: bool = False

    def __bool__(self) -> bool:
        return bool(self.what or self.where)

    def queries(self, facets: Mapping[str, str] | None = None, *, region: str = "") -> Queries:
        """The queries, narrowed by filters. ``region`` is the facet around the place that was named, if it is known."""
        narrow = [quoted(facet(name, value)) for name, value in (facets or {}).items() if value]
        narrow += [f"!({term.whole()})" for term in self.without]
        what = [term.anywhere() for term in self.what]
        if self.where:
            here = [term.marked(PLACED, prefix=True) for term in self.where]
            there = [f"({_and(here)} | {quoted(region)})"] if region and not self.strict else here
            exact = [term.marked(NAMED, prefix=True) for term in self.what]
            return Queries(*(_and([*one, *at, *narrow]) for one, at in ((exact, here), (what, here), (what, there))))
        whole = [term.marked(NAMED, prefix=False) for term in self.what]
        begun = [term.marked(NAMED, prefix=True) for term in self.what]
        return Queries(_and([*whole, *narrow]), _and([*begun, *narrow]), _and([*what, *narrow]))

    def parts(self) -> tuple[list[str], list[str]] | tuple[None, None]:
        """The beginning and the condition of each word, if all of several must be there; else nothing."""
        words = [term for term in self.what if not term.phrase]
        if len(words) < 2 or self.where:
            return None, None
        return [term.names[0].words[0].spellings[0] for term in words], [term.anywhere() for term in words]

    def place(self) -> str:
        """The condition on being at the place that was named."""
        return _and(term.marked(PLACED, prefix=True) for term in self.where)


def read(text: str, meaning: Meaning | None = None) -> Asked:
    """Read a text as it was typed; it asks for nothing if it has no words. ``meaning`` says what else words ask for."""
    text = text[:LENGTH]
    if (near := _NEAR.match(text)) and '"' not in text and (where := _terms(near["where"], meaning)[0]):
        what, without = _terms(near["what"], meaning)
        return Asked(text, what, without, where, strict=near["how"].casefold() in _STRICT)
    return plainly(text, meaning)


def plainly(text: str, meaning: Meaning | None = None) -> Asked:
    """Read a text as mere words, also «in» and «near»."""
    what, without = _terms(text[:LENGTH], meaning)
    return Asked(text, what, without)


def correctable(asked: Asked) -> list[Word]:
    """The words that could hold a typo; words in quotes are meant as they are."""
    terms = (term for term in (*asked.what, *asked.where) if not term.phrase)
    return [word for term in terms for name in term.names for word in name.words if not word.grams]


def corrected(asked: Asked, better: Mapping[str, str]) -> str:
    """The text with words replaced: «acme koelln» becomes «acme koeln»."""

    def right(found: re.Match[str]) -> str:
        first = [word.spellings[0] for name in names(found[0]) for word in name.words]
        return better.get(first[0], found[0]) if len(first) == 1 else found[0]

    return re.sub(r"[^\s\"'’/.,;:()«»„“”-]+", right, asked.text)


def _terms(text: str, meaning: Meaning | None) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    wanted: list[Term] = []
    without: list[Term] = []
    left = MOST_WORDS
    parts = list(_PARTS.finditer(text))
    for part in parts:
        found = tuple(names(part["phrase"] if part["plain"] is None else part["plain"]))[:left]
        if not found or left <= 0:
            continue
        left -= len(found)
        if meaning and part["plain"]:
            found = tuple(_meant(name, meaning, len(parts) == 1) for name in found)
        (without if part["minus"] else wanted).append(Term(found, phrase=part["plain"] is None))
    return tuple(wanted), tuple(without)


def _meant(name: Name, meaning: Meaning, is_alone: bool) -> Name:
    is_alone = is_alone and len(name.words) == 1
    return replace(name, words=tuple(replace(word, facets=meaning(word, is_alone)) for word in name.words))


def _name(name: Name, mark: str, *, prefix: bool) -> str:
    """All words of a name, or the name as one word; within it, only the last word may be unfinished."""
    if len(name.words) == 1:
        return _word(name.words[0], mark, prefix=prefix)
    last = len(name.words) - 1
    parts = _and(_word(word, mark, prefix=prefix and place == last) for place, word in enumerate(name.words))
    return f"({parts} | {_lexeme(mark + name.joined, prefix=prefix)})" if name.joined else parts


def _word(word: Word, mark: str, *, prefix: bool) -> str:
    meant = word.facets if not mark else [one for one in word.facets if mark == PLACED and one.startswith(_COUNTRY)]
    return _or([_spelled(word, mark, prefix=prefix), *map(quoted, meant)])


def _spelled(word: Word, mark: str, *, prefix: bool) -> str:
    if word.grams:
        # A pair stands for itself; a single letter may begin a pair.
        parts = [gram for gram in word.grams if len(gram) > 1] or list(word.grams)
        return _and(_lexeme(mark + part, prefix=len(part) == 1) for part in parts)
    if len(word.spellings) == 1:
        return _lexeme(mark + word.spellings[0], prefix=prefix)
    return _or(_lexeme(mark + spelling, prefix=prefix) for spelling in word.spellings)


def _spelt(word: Word) -> str:
    return _or(_lexeme(spelling, prefix=False) for spelling in lexemes(word)[: 1 if word.grams else None])


def _lexeme(text: str, *, prefix: bool) -> str:
    return quoted(text) + (":*" if prefix else "")


def _and(parts: Iterable[str]) -> str:
    return _joined(parts, " & ")


def _or(parts: Iterable[str]) -> str:
    return _joined(parts, " | ")


def _joined(parts: Iterable[str], by: str) -> str:
    found = [part for part in parts if part]
    return found[0] if len(found) == 1 else f"({by.join(found)})" if found else ""
