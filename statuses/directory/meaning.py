"""What people mean by the words they type into the directory's search, and how a corrected word is written."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from common.countries import country_name
from common.folding import fold
from common.searching.meanings import Meaning, Meanings, everywhere
from common.searching.typos import distance
from common.searching.vectors import facet
from common.searching.words import Word
from partners.models import Card
from programs.definition import Definition
from programs.service_names import service_names

# Words that say nothing in a directory of partners, in the portal's languages.
_SAYING_NOTHING = frozenset(
    """
    a the any find partner partners company companies firm firms agency agencies reseller resellers vendor vendors
    partnern firma firmen unternehmen socio socios empresa empresas parceiro parceiros partnerzy partnera firmy
    партнер партнеры компания компании фирма شريك شركاء شركة شركات
    """.split()  # noqa: SIM905 - a list of forty words would take forty lines
)
_PLACING = frozenset(("in", "near", "around", "at", "bei", "nahe", "im", "en", "em", "cerca", "perto", "w", "в", "في"))
_NEAR = 2  # typos in a word that is shown
_TOKENS = re.compile(r"[^\s\"'’/.,;:()«»„“”-]+")


def meaning_of(rules: Definition | None) -> Meaning:
    """What a word means besides itself in this program's directory: «Telefonie» is the service Telephony."""
    called = service_names(rules)
    others = tuple((name, service) for service, names in called.items() for name in names.values() if name != service)
    return _with_services(others) if others else everywhere()


@lru_cache(maxsize=64)
def _with_services(others: tuple[tuple[str, str], ...]) -> Meaning:
    services, known = Meanings((name, facet("service", service)) for name, service in others), everywhere()

    def meaning(word: Word, is_alone: bool) -> tuple[str, ...]:
        return (*known(word, is_alone), *services(word, is_alone))

    return meaning


def plainer_texts(text: str) -> Iterator[str]:
    """The text without words that say nothing: «partner in Spain»; and two words as one: «morgen tor»."""
    words = text.split()
    saying = [word for word in words if fold(word) not in _SAYING_NOTHING]
    if 0 < len(saying) < len(words):
        placed = saying[1:] if is_placing(saying[0]) else saying
        if placed:
            yield " ".join(placed)
    if len(words) == 2:
        yield "".join(words)


def is_placing(word: str) -> bool:
    """Whether a word says that a place follows, in one of the portal's languages."""
    return fold(word) in _PLACING


def written(better: str, typed: str, cards: Sequence[Card]) -> str:
    """The corrected text with its new words as the cards show them: «Hamburg», which a search knows by other names."""
    old, new = _TOKENS.findall(typed), _TOKENS.findall(better)
    if len(old) != len(new):
        return better
    for word, lexeme in zip(old, new, strict=True):
        if word != lexeme:
            better = better.replace(lexeme, _as_shown(word, lexeme, cards), 1)
    return better


def _as_shown(typed: str, lexeme: str, cards: Sequence[Card]) -> str:
    """The shown word that is the lexeme, most often one of the first card; else the nearest to what was typed."""
    shown = {}
    for word in (word for card in cards for word in _shown(card)):
        folded = fold(word)
        if folded == lexeme:
            return word
        shown[folded] = word
    near = min(shown, key=lambda each: distance(fold(typed), each, score_cutoff=_NEAR), default=None)
    if near and distance(fold(typed), near, score_cutoff=_NEAR) <= _NEAR:
        return shown[near]
    return lexeme.capitalize() if typed[0].isupper() else lexeme


def _shown(card: Card) -> Iterator[str]:
    for text in (card.name, card.city, card.city_latin, country_name(card.country), *card.services):
        yield from _TOKENS.findall(text)
