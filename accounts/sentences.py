"""Sentences that are kept and read in the language of whoever reads them: their text as a key, and its values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

KEY = "said"  # of a sentence in an audit entry's details


@dataclass(frozen=True)
class Code:
    """A value that is a code: ``of`` says of what ("kind", "model"), ``name`` is what it is called in English."""

    of: str
    code: str
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.code


@dataclass(frozen=True)
class Sentence:
    """An English text with blanks such as %(partner)s, and what fills them."""

    text: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return self.text % self.values

    def kept(self) -> dict[str, Any]:
        """The sentence for an entry's details: a code as its two parts, everything else as text."""
        values = {
            name: [value.of, value.code] if isinstance(value, Code) else str(value)
            for name, value in self.values.items()
        }
        return {KEY: {"text": self.text, "values": values}}


def sentence(text: str, **values: Any) -> Sentence:
    """A sentence to keep. The catalogs have its ``text``, as of ``gettext``."""
    return Sentence(text, values)


def says(text: str) -> str:
    """The text of a sentence that is made elsewhere, for the catalogs."""
    return text


def in_readers_words(details: Mapping[str, Any], *, fallback: str, named: Callable[[str, str], str]) -> str:
    """The sentence of an entry's details in the reader's language, or ``fallback`` for an entry that has none.

    ``named`` gives the name of a code, from what it is of and the code itself.
    """
    try:
        values = {
            name: named(*value) if isinstance(value, list) else str(value)
            for name, value in details[KEY]["values"].items()
        }
        text = str(details[KEY]["text"])
        return gettext(text) % values
    except (KeyError, TypeError, ValueError):
        return fallback
