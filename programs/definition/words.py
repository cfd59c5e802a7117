"""Texts of a program file in several languages.

A text stays the string that the file has: it compares, sorts and is stored as such. Shown to a person, it is in their
language if the file has a translation.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from html import escape
from typing import Any

from pydantic import BaseModel

from programs.definition.base import SHOWN
from programs.definition.units import BETWEEN, form, label

# A word, and not a part of an address, a code or a unit.
_WORD = re.compile(r"(?<![\w.@/])[^\W\d_]{3,}(?![\w@/]|\.\w)")
MONEY = "money"  # as a unit it stands for the partner's currency, and nobody reads it
_reader: Callable[[], str | None] = lambda: None  # noqa: E731  # the language of whoever reads


def ask_reader(language: Callable[[], str | None]) -> None:
    """Tell this package how to find the reader's language."""
    global _reader  # noqa: PLW0603  # set once, when the app starts
    _reader = language


class Worded(str):
    """A text with its translations by language."""

    others: Mapping[str, str]

    def __new__(cls, text: str, others: Mapping[str, str] | None = None) -> "Worded":
        """The file's own text, and what it is in other languages."""
        made = super().__new__(cls, text)
        made.others = others or {}
        return made

    def __str__(self) -> str:
        text, language = self.for_reader()
        return label(text, language)

    def for_reader(self) -> tuple[str, str]:
        """The text as the file has it in the reader's language, or else in its own; and the language it is in."""
        language = _reader() or ""
        for code in (language, language.split("-")[0]):
            if found := self.others.get(code):
                return found, code
        return as_written(self), "en"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __html__(self) -> str:
        return escape(str(self))


def unit_of(number: Decimal | int, unit: str) -> str:
    """The form of a unit for a number, in the reader's language: "license" for 1, "licenses" for 2."""
    text, language = unit.for_reader() if isinstance(unit, Worded) else (unit, "en")
    return form(text, number, language)


def counted(shown: str, number: Decimal | int, unit: str) -> str:
    """A number, as it is shown, with its unit: "2 licenses". The Arabic dual says two by itself."""
    text, language = unit.for_reader() if isinstance(unit, Worded) else (unit, "en")
    said = form(text, number, language)
    return said if number == 2 and language == "ar" and BETWEEN in text else f"{shown} {said}".strip()


def as_written(text: str) -> str:
    """The file's own text, for what is stored or compared with what is stored."""
    return str.__str__(text)


def put_in(model: BaseModel, texts: Mapping[str, Mapping[str, str]]) -> None:
    """Give the texts below ``model`` their translations: by language, by the file's own text."""
    by_text: dict[str, dict[str, str]] = {}
    for language, known in texts.items():
        for text, translation in known.items():
            by_text.setdefault(text, {})[language] = translation
    _replace(model, by_text)


def shown_texts(model: BaseModel) -> list[str]:
    """The texts that people read, each once, in the file's order."""
    return list(dict.fromkeys(as_written(text) for text in _texts(model)))


def missing_texts(model: BaseModel, texts: Mapping[str, Mapping[str, str]], language: str) -> list[str]:
    """The texts that people read and the file doesn't have in a language; not numbers, codes and addresses.

    Words that are made of the codes of attributes (``ActivityKind.plain_words``) may be translated too, but needn't be.
    """
    known = {**texts.get(language.split("-")[0], {}), **texts.get(language, {})}
    plain = {MONEY} | {word for kind in getattr(model, "activities", {}).values() for word in kind.plain_words}
    return [text for text in shown_texts(model) if text not in known and text not in plain and _WORD.search(text)]


def gaps(model: BaseModel, texts: Mapping[str, Mapping[str, str]], languages: Iterable[str]) -> dict[str, list[str]]:
    """The missing texts by language; without the languages of which the file has every text."""
    missing = {language: missing_texts(model, texts, language) for language in languages}
    return {language: found for language, found in missing.items() if found}


def _texts(model: BaseModel) -> Iterator[str]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        yield from _in(value, shown=_is_shown(field.annotation, field.metadata))


def _in(value: Any, *, shown: bool) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from _texts(value)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _in(each, shown=shown)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _in(each, shown=shown)
    elif shown and isinstance(value, str):
        yield value


def _replace(model: BaseModel, by_text: Mapping[str, Mapping[str, str]]) -> None:
    for name, field in type(model).model_fields.items():
        shown = _is_shown(field.annotation, field.metadata)
        model.__dict__[name] = _replaced(model.__dict__[name], by_text, shown=shown)  # the model is frozen for others


def _replaced(value: Any, by_text: Mapping[str, Mapping[str, str]], *, shown: bool) -> Any:
    if isinstance(value, BaseModel):
        _replace(value, by_text)
        return value
    if isinstance(value, list):
        return [_replaced(each, by_text, shown=shown) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, by_text, shown=shown) for key, each in value.items()}
    if shown and isinstance(value, str) and (value in by_text or BETWEEN in value):
        return Worded(value, by_text.get(value))
    return value


def _is_shown(annotation: Any, metadata: Any = ()) -> bool:
    """Whether a field holds texts that people read: its type is marked, also inside a list, a table or `None | ...`."""
    inside = getattr(annotation, "__args__", ())
    return SHOWN in (*metadata, *getattr(annotation, "__metadata__", ())) or any(_is_shown(each) for each in inside)
