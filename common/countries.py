"""Country codes and their names in the reader's language. The only source of both."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from babel import Locale
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise

from common.languages import by_name, readers_locale

# Codes in Unicode's list that are not ISO 3166 countries: unions, unknown, invented and reserved codes.
_NOT_A_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
COUNTRY_CODES = frozenset(
    code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_A_COUNTRY
)
"""ISO 3166 two-letter codes, and XK for Kosovo."""


def country_name(code: str) -> str:
    """Return the country's name, or the argument if it is not a country code."""
    known = code.upper()
    return readers_locale().territories.get(known, known) if known in COUNTRY_CODES else code


def country_choices(codes: Iterable[str] = COUNTRY_CODES) -> list[tuple[str, str]]:
    """Return codes with names, sorted by name: of all countries, or of the given ones."""
    return list(_sorted(str(readers_locale()), frozenset(codes)))


class AllCountries(BaseChoiceIterator):
    """The choices of a form field: ``nothing`` for no country, then all countries in the reader's language."""

    def __init__(self, nothing: str | Promise) -> None:
        self.nothing = nothing

    def __iter__(self) -> Iterator[tuple[str, str | Promise]]:
        yield "", self.nothing
        yield from _sorted(str(readers_locale()), COUNTRY_CODES)


@lru_cache(maxsize=512)
def _sorted(_locale: str, codes: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((code, country_name(code)) for code in codes), key=by_name))
