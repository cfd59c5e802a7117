"""Names of languages in the reader's language, from their codes."""

import unicodedata

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale


def language_name(code: str) -> str:
    """The language's name; what was given when it is no code of a language."""
    return readers_locale().languages.get(code.lower().replace("-", "_"), code)


def readers_locale() -> Locale:
    """How the reader's language writes names; English for a language without names of its own."""
    try:
        return Locale.parse(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def by_name(choice: tuple[str, str]) -> str:
    """The key by which (code, name) is put in order: Österreich stands beside Oman, not after Zypern."""
    letters = unicodedata.normalize("NFKD", choice[1])
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
