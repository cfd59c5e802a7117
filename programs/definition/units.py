"""Units with a number: a program's file writes the forms of a unit as "license | licenses"."""

from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError

BETWEEN = " | "
_ORDER = ("zero", "one", "two", "few", "many", "other")  # the plural categories of CLDR
_SHOWS_ALL = (*range(100), 100)  # they have every category that whole numbers have, but for millions in some languages


@cache
def categories(language: str) -> tuple[str, ...]:
    """The plural categories of whole numbers in a language, in CLDR's order: for English ("one", "other")."""
    rule = _locale(language).plural_form
    found = {rule(number) for number in _SHOWS_ALL}
    return tuple(each for each in _ORDER if each in found)


def form(written: str, number: Decimal | int, language: str) -> str:
    """The form of a unit that goes with a number in a language; a unit with one form has that for every number."""
    forms = written.split(BETWEEN)
    known = categories(language)
    category = _locale(language).plural_form(number)
    place = known.index(category) if category in known else len(forms)
    return forms[min(place, len(forms) - 1)]


def label(written: str, language: str) -> str:
    """What a unit is called without a number: its plural, which goes with 5 in all languages of the portal."""
    return form(written, 5, language) if BETWEEN in written else written


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
