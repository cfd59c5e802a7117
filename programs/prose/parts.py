"""Any part of a definition as indented lines: what its keys say as sentences, its parts below it."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from programs.definition import Definition
from programs.definition.forms import Deadline
from programs.definition.requirements import BaseRequirement
from programs.prose.phrases import PHRASES
from programs.prose.rules import requirement
from programs.prose.values import words
from programs.prose.words import clause, key_words, listed, plain, said

_GOES_ON = "?!:,”"  # a phrase after one that ends so needs no semicolon

_HEADINGS = {"nfr": "NFR licenses", "sign_ups": "Sign-ups", "leads": "Client requests", "kinds": "What there is"}


def lines(value: Any, indent: str, definition: Definition) -> Iterator[str]:
    """Return the part in words, with requirements as sentences."""
    if isinstance(value, BaseModel):
        if told := _facts(value, definition):
            yield f"{indent}{_capital(_sentence(told))}"
        for key, one in said(value):
            if _is_part(one):
                yield from _entry(heading(key), one, indent, definition)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _entry(_title(one) or heading(key), one, indent, definition)
    elif isinstance(value, list):
        for one in value:
            yield from _entry(_title(one), one, indent, definition)


def phrase(part: BaseModel, key: str, value: Any, definition: Definition) -> str:
    """Return what one key of a part says; its words and its value if nothing is written for it."""
    owner = type(part).__name__
    known = next((found for kind in type(part).__mro__ if (found := PHRASES.get(f"{kind.__name__}.{key}"))), None)
    if known is None:
        return f"{key_words(key)}: {words(key, value, definition)}"
    if isinstance(known, str):
        return known.replace("{}", words(key, value, definition, owner))
    each = value if isinstance(value, list) else [value]
    return listed(known[one] if one in known else words(key, one, definition) for one in each)


def _facts(part: BaseModel, definition: Definition) -> list[str]:
    return [phrase(part, key, one, definition) for key, one in said(part) if not _is_part(one)]


def _sentence(facts: list[str]) -> str:
    text = ""
    for fact in facts:
        text += fact if not text else f" {fact}" if text[-1] in _GOES_ON or fact[0] == "(" else f"; {fact}"
    return text.rstrip(":").replace(".; ", ". ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _entry(name: str, value: Any, indent: str, definition: Definition) -> Iterator[str]:
    if isinstance(value, BaseRequirement):
        yield f"{indent}- {requirement(value, definition)}"  # type: ignore[arg-type]
    elif isinstance(value, Deadline):
        yield f"{indent}{name}: {plain(value)}{clause(value)}"
    elif isinstance(value, BaseModel) and not _nested(value):
        facts = _sentence(_facts(value, definition))
        told = f"{name}: {facts}" if name and facts else name or _capital(facts)
        yield f"{indent}{told}{clause(value)}"
    elif _nested(value):
        yield f"{indent}{name}{clause(value)}"
        yield from lines(value, indent + "  ", definition)


def _is_part(value: Any) -> bool:
    """Return whether the value is said in lines of its own."""
    return isinstance(value, BaseModel) or (isinstance(value, dict | list) and _nested(value))


def _nested(value: Any) -> bool:
    """Return whether the value has further parts and needs its own lines."""
    if isinstance(value, BaseModel):
        return any(isinstance(one, BaseModel) or _nested(one) for _key, one in said(value))
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(one, BaseModel) for one in entries)


def heading(key: str) -> str:
    """Return the heading of a part."""
    return _HEADINGS.get(key) or _capital(key_words(key))


def _title(value: Any) -> str:
    """The name of an entry; one without a name is said by its sentence alone."""
    return next((str(found) for key in ("name", "label", "host") if (found := getattr(value, key, None))), "")
