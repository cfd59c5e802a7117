"""Any part of a definition as indented lines, with keys as words."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from programs.definition import Definition
from programs.definition.forms import Deadline
from programs.definition.requirements import BaseRequirement
from programs.prose.rules import requirement
from programs.prose.words import clause, key_words, plain, said, title


def lines(value: Any, indent: str, definition: Definition) -> Iterator[str]:
    """Return the part in words, with requirements as sentences."""
    if isinstance(value, BaseModel):
        for key, one in said(value):
            yield from _entry(key_words(key), one, indent, definition)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _entry(_title(one) or key_words(key), one, indent, definition)
    elif isinstance(value, list):
        for one in value:
            yield from _entry(_title(one), one, indent, definition)


def _entry(name: str, value: Any, indent: str, definition: Definition) -> Iterator[str]:
    if isinstance(value, BaseRequirement):
        yield f"{indent}- {requirement(value, definition)}"  # type: ignore[arg-type]
    elif isinstance(value, Deadline):
        yield f"{indent}{name}: {plain(value)}{clause(value)}"
    elif isinstance(value, BaseModel) and not _nested(value):
        details = "; ".join(f"{key_words(key)} {plain(one)}" for key, one in said(value))
        yield f"{indent}{f'{name}: {details}'.strip(': ')}{clause(value)}"
    elif _nested(value):
        yield f"{indent}{name}{clause(value)}"
        yield from lines(value, indent + "  ", definition)
    else:
        yield f"{indent}{name}: {plain(value)}" if name else f"{indent}{plain(value)}"


def _nested(value: Any) -> bool:
    """Return whether the value has further parts and needs its own lines."""
    if isinstance(value, BaseModel):
        return any(isinstance(one, BaseModel) or _nested(one) for _key, one in said(value))
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(one, BaseModel) for one in entries)


def _title(value: Any) -> str:
    return title(value) if isinstance(value, BaseModel) else ""
