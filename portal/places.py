"""Names of countries and languages in the reader's language, from their codes."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale


def country_name(code: str) -> str:
    """The country's name; the code itself when it is none that is known."""
    return _locale().territories.get(code.upper(), code)


def language_name(code: str) -> str:
    """The language's name; what was given when it is no code of a language."""
    return _locale().languages.get(code.lower().replace("-", "_"), code)


def _locale() -> Locale:
    try:
        return Locale.parse(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
