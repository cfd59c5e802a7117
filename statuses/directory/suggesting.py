"""What a search that found nothing may have meant: a big city or a country where no partner is, or one with typos.

The search itself corrects misspelt words that cards have. Known here are the names of cities and countries that no card
has (common/searching/cities.py).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial

from django.conf import settings

from common.countries import COUNTRY_CODES, country_choices, country_name
from common.languages import locale_of, readers_locale
from common.searching.cities import Near, city_near, name_key, nearest_key
from common.searching.vocabulary import EVERYDAY
from programs.definition import Definition
from statuses.directory.meaning import is_placing
from statuses.directory.queries import Filters
from statuses.directory.searching import search

_TRIED = 6  # words of a text


@dataclass(frozen=True)
class Suggestion:
    """A place that a text names (``exact``) or nearly names, as it is written, and what to offer.

    ``text`` is a better one that finds partners, ``country`` the code of the place's country if partners are listed
    there; each is empty if there is none. ``absent``: only the place was asked for, and no partner is there. ``rest``
    are the other words, if they find partners in the country.
    """

    name: str
    exact: bool
    absent: bool
    text: str
    country: str
    rest: str = ""


def suggestion(
    *, program_id: int, text: str, filters: Filters, countries: Collection[str], rules: Definition | None = None
) -> Suggestion | None:
    """What to offer for a text that found nothing; None if it names no place.

    ``countries`` are those of listed partners. A better text is tried with one more search, and so is the rest of it.
    """
    text = text.strip()
    for part in dict.fromkeys([text, *text.split()[:_TRIED]]):
        if near := _place_near(part):
            break
    else:
        return None
    better = "" if near.exact else text.replace(part, near.name, 1)
    find = partial(search, program_id=program_id, size=1, rules=rules)
    if better and not find(text=better, filters=filters, exactly=True).total:
        better = ""
    country = near.country if near.country in countries else ""
    rest = _rest(text, part) if country and not better else ""
    if rest and not find(text=rest, filters=replace(filters, country=country)).total:
        rest = ""
    return Suggestion(
        name=near.name,
        exact=near.exact,
        absent=part == text and not filters and not better,
        text=better,
        country=country,
        rest=rest,
    )


def _rest(text: str, part: str) -> str:
    """The words beside the place, without «in» or «near»."""
    words = text.replace(part, "", 1).split()
    return " ".join(words[:-1] if words and is_placing(words[-1]) else words)


def _place_near(part: str) -> Near | None:
    """The country or the big city that a word names, else one that it nearly names."""
    city, country = city_near(part), _country_near(part)
    return min(filter(None, (country, city)), key=lambda near: not near.exact, default=None)


def _country_near(part: str) -> Near | None:
    known = _countries(str(readers_locale()))
    word = name_key(part)
    if word not in known and (code := _known_anywhere().get(word)):
        return Near(country_name(code), code)
    near = word if word in known else nearest_key(word, list(known))
    return Near(*known[near], exact=near == word) if near else None


@cache
def _known_anywhere() -> dict[str, str]:
    """Countries by their names in the languages of the portal, and everyday names: UK, England, Alemania."""
    found = {}
    for code in COUNTRY_CODES:
        called = (locale_of(language).territories.get(code, "") for language, _name in settings.LANGUAGES)
        found.update({name_key(name): code for name in (*called, *EVERYDAY.get(code, ()))})
    return found


@lru_cache(maxsize=16)
def _countries(_locale: str) -> dict[str, tuple[str, str]]:
    """The names of all countries in the reader's language, and their codes, by what spellings share."""
    return {name_key(name): (name, code) for code, name in country_choices()}
