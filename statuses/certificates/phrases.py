"""The text of a certificate in the holder's language, and the format of its dates."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date

FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))


def languages() -> tuple[str, ...]:
    """The languages a certificate can be printed in."""
    return tuple(_tables())


def spoken(language: str) -> str:
    """The certificate language for a site in `language` (a tag such as "pt-br")."""
    primary = language.lower().replace("_", "-").split("-")[0]
    return primary if primary in _tables() else FALLBACK


def phrases(language: str) -> Mapping[str, str]:
    """The texts by name; `language` is one of `languages()`."""
    return _tables()[language]


def direction(language: str) -> str:
    """The text direction of a language: "rtl" or "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def written(day: date, language: str) -> str:
    """A date with the month spelled out, so day and month can't be confused."""
    return format_date(day, "long", locale=language)
