"""What a search that found nothing may have meant: a big city or a country where no partner is, or one with typos.

The search itself corrects misspelt words that cards have. Known here are the names of cities and countries that no card
has (common/searching/cities.py).
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from common.countries import country_choices
from common.languages import readers_locale
from common.searching.cities import Near, city_near, name_key, nearest_key
from statuses.directory.queries import Filters
from statuses.directory.searching import search

_TRIED = 6  # words of a text


@dataclass(frozen=True)
class Suggestion:
    """A place that a text names (``exact``) or nearly names, as it is written, and what to offer.

    ``text`` is a better one that finds partners, ``country`` the code of the place's country if partners are listed
    there; each is empty if there is none. ``absent``: only the place was asked for, and no partner is there.
    """

    name: str
    exact: bool
    absent: bool
    text: str
    country: str


def suggestion(*, program_id: int, text: str, filters: Filters, countries: Collection[str]) -> Suggestion | None:
    """What to offer for a text that found nothing; None if it names no place.

    ``countries`` are those of listed partners. A better text is tried with one more search.
    """
    text = text.strip()
    for part in dict.fromkeys([text, *text.split()[:_TRIED]]):
        if near := _place_near(part):
            break
    else:
        return None
    better = "" if near.exact else text.replace(part, near.name, 1)
    if better and not search(program_id=program_id, text=better, filters=filters, size=1, exactly=True).total:
        better = ""
    return Suggestion(
        name=near.name,
        exact=near.exact,
        absent=part == text and not filters and not better,
        text=better,
        country=near.country if near.country in countries else "",
    )


def _place_near(part: str) -> Near | None:
    """The country or the big city that a word names, else one that it nearly names."""
    city, country = city_near(part), _country_near(part)
    return min(filter(None, (country, city)), key=lambda near: not near.exact, default=None)


def _country_near(part: str) -> Near | None:
    known = _countries(str(readers_locale()))
    word = name_key(part)
    near = word if word in known else nearest_key(word, list(known))
    return Near(*known[near], exact=near == word) if near else None


@lru_cache(maxsize=16)
def _countries(_locale: str) -> dict[str, tuple[str, str]]:
    """The names of all countries in the reader's language, and their codes, by what spellings share."""
    return {name_key(name): (name, code) for code, name in country_choices()}
