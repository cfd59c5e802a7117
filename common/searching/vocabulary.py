"""The words by which people search for a country or a language: its names in several languages, and its code.

Those of countries are read from a file, because finding them in Babel takes four seconds and 70 MB in every process.
`python -m common.searching.vocabulary` writes it anew.
"""

from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

# Names in these languages are known for everything, besides those in the country's and the language's own.
READERS = ("en", "de")
# Everyday names that are not the official ones.
EVERYDAY = {
    "AE": ("UAE", "Emirates"),
    "CZ": ("Czech Republic",),
    "GB": ("UK", "Great Britain", "England", "Scotland", "Wales"),
    "KR": ("Korea",),
    "NL": ("Holland",),
    "TR": ("Turkey",),
    "US": ("USA", "America"),
}


_COUNTRIES = Path(__file__).with_name("countries.txt")


def country_words(code: str) -> str:
    """Names of a country by its ISO code: "DE" gives DE, Germany and Deutschland."""
    known = code.upper()
    return _countries().get(known, known)


def words_of_country(known: str) -> str:
    """The line of a country in the file, from Babel."""
    locales = _locales((*READERS, *get_official_languages(known, de_facto=True)))
    called = [locale.territories.get(known, "") for locale in locales]
    return " ".join(dict.fromkeys([known, *filter(None, called), *EVERYDAY.get(known, ())]))


@cache
def _countries() -> dict[str, str]:
    lines = _COUNTRIES.read_text(encoding="utf-8").splitlines()
    return {line.partition(" ")[0]: line for line in lines}


@lru_cache(maxsize=512)
def language_words(code: str) -> str:
    """Names of a language by its code: "de" gives de, German and Deutsch."""
    known = code.replace("_", "-").split("-")[0].lower()
    called = [locale.languages.get(known, "") for locale in _locales((*READERS, known))]
    return " ".join(dict.fromkeys([code, *filter(None, called)]))


def _locales(codes: tuple[str, ...]) -> list[Locale]:
    found = []
    for code in codes:
        try:
            found.append(Locale.parse(code))
        except (UnknownLocaleError, ValueError):
            continue
    return found


if __name__ == "__main__":
    from common.countries import COUNTRY_CODES

    _COUNTRIES.write_text("".join(f"{words_of_country(code)}\n" for code in sorted(COUNTRY_CODES)), encoding="utf-8")
