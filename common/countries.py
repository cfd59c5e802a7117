"""Countries: the codes that are one, and their names in the reader's language. The only source of both."""

import re
from collections.abc import Iterable

from babel import Locale

from common.languages import by_name, readers_locale

# Two letters in Unicode's list that are no country of ISO 3166: unions, the unknown, made-up and reserved codes.
_NOT_A_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
COUNTRY_CODES = frozenset(
    code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_A_COUNTRY
)
"""ISO 3166 in two letters, and XK for Kosovo."""


def country_name(code: str) -> str:
    """The country's name; what was given when it is no country's code."""
    known = code.upper()
    return readers_locale().territories.get(known, known) if known in COUNTRY_CODES else code


def country_choices(codes: Iterable[str] = COUNTRY_CODES) -> list[tuple[str, str]]:
    """Codes with their names, in the order of the names: all countries, or those that are given."""
    return sorted(((code, country_name(code)) for code in codes), key=by_name)
