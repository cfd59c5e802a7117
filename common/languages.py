"""Names of languages, and lists, in the reader's language."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, pgettext, to_locale

_SCRIPT = 4  # letters: "hans"


def language_name(code: str) -> str:
    """Return the language's name, or the argument if it is not a language code."""
    language, _dash, region = code.lower().replace("-", "_").partition("_")
    known = f"{language}_{region.upper() if len(region) < _SCRIPT else region.capitalize()}" if region else language
    return readers_locale().languages.get(known, code)  # pt_BR, zh_Hans


def readers_locale() -> Locale:
    """Return the locale data of the reader's language, or English if the language has none."""
    return locale_of(get_language() or "en")


def listed(parts: Iterable[object]) -> str:
    """Join the parts that aren't empty with the comma of the reader's language, which Arabic has its own of."""
    return pgettext("between the parts of a list", ", ").join(str(part) for part in parts if part)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the locale data of a language by Django's code, or English if it has none."""
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def by_name(choice: tuple[str, str]) -> str:
    """Return the sort key of (code, name): Österreich sorts near Oman, not after Zypern."""
    letters = unicodedata.normalize("NFKD", choice[1])
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
