"""What a word may mean besides itself: a country or a language by its name in a language of the portal.

Cards hold the names of their country in English, German and its own languages. Those in other languages are asked for
instead of stored, because every stored word makes a search slower: «alemania» asks for the country DE.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from django.conf import settings

from common.countries import COUNTRY_CODES
from common.languages import locale_of
from common.searching.vectors import facet
from common.searching.vocabulary import READERS, country_words
from common.searching.words import Word, names

Meaning = Callable[[Word, bool], tuple[str, ...]]
"""The facets that a word may mean; of an unfinished one too. The flag says whether it is the only word."""

SHORTEST = 4  # letters of an unfinished name, or of one that stands alone
_MANY = 40  # a beginning that so many names share means none of them


class Meanings:
    """Names and the facets they stand for. A name is known by each of its words, and by the beginning of one."""

    def __init__(self, called: Iterable[tuple[str, str]]) -> None:
        """``called`` are names, each with its facet."""
        known: dict[str, dict[str, None]] = {}
        for name, meant in called:
            for word in (word for each in names(name) for word in each.words):
                for spelling in word.spellings:
                    known.setdefault(spelling, {})[meant] = None
        self._words = sorted(known)
        self._facets: Mapping[str, Iterable[str]] = known

    def __call__(self, word: Word, is_alone: bool) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for spelling in word.spellings:
            for each in self._beginning(spelling, is_alone):
                found.update(dict.fromkeys(self._facets[each]))
        return tuple(found) if len(found) <= _MANY else ()

    def _beginning(self, spelling: str, is_alone: bool) -> Iterator[str]:
        if len(spelling) < SHORTEST:
            if not is_alone and spelling in self._facets:
                yield spelling
            return
        at = bisect_left(self._words, spelling)
        while at < len(self._words) and self._words[at].startswith(spelling):
            yield self._words[at]
            at += 1


@cache
def everywhere() -> Meanings:
    """Countries and languages by their names in all languages of the portal, besides those that cards hold."""
    return Meanings(_called())


def _called() -> Iterator[tuple[str, str]]:
    held = {code: _spellings(country_words(code)) for code in COUNTRY_CODES}
    languages = [str(code) for code in locale_of("en").languages if len(str(code)) == 2]
    for language, _name in settings.LANGUAGES:
        if language in READERS:
            continue
        locale = locale_of(language)
        for code in COUNTRY_CODES:
            name = locale.territories.get(code, "")
            if not _spellings(name) <= held[code]:
                yield name, facet("country", code)
        for spoken in languages:
            if spoken != locale.language:
                yield locale.languages.get(spoken, ""), facet("language", spoken)


def _spellings(text: str) -> set[str]:
    return {word.spellings[0] for name in names(text) for word in name.words}
