"""Numbers, days, lists and keys in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from programs.definition.base import Rule
from programs.definition.forms import Deadline


def number(value: int | Decimal) -> str:
    """Format 5000 as 5,000; decimals only if there are any."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join as in: one, two and three."""
    *first, end = list(words) or ["nothing"]
    return f"{', '.join(first)} {last} {end}" if first else end


def key_words(key: str) -> str:
    """Return a key of the file as words."""
    return key.replace("_", " ")


def plain(value: Any) -> str:
    """Return a value of the file in words, on one line."""
    if value is None or value == [] or value == {}:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Deadline):
        return f"{value.days} {value.counted} days{f' by the calendar of {value.country}' if value.country else ''}"
    if isinstance(value, BaseModel):
        details = "; ".join(f"{key_words(key)} {plain(one)}" for key, one in said(value))
        return f"{title(value)}: {details}".strip(": ") if details else title(value)
    if isinstance(value, dict):
        return "; ".join(f"{key_words(key)} {plain(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value)
    return str(value)


def said(part: BaseModel) -> list[tuple[str, Any]]:
    """Return the keys of a part that are set, without its clause and its name."""
    usual = _defaults(type(part))
    return [
        (key, value)
        for key, value in part
        if key not in ("clause", "code", "name", "label", "host") and value != usual[key]
    ]


@cache
def _defaults(kind: type[BaseModel]) -> Mapping[str, Any]:
    """Return the defaults of a part, by key; pydantic inspects a signature each time it is asked for one."""
    return {key: info.get_default(call_default_factory=True) for key, info in kind.model_fields.items()}


def title(part: BaseModel, otherwise: str = "") -> str:
    """Return the part's name or label, or its host or code."""
    for key in ("name", "label", "host", "code"):
        value = getattr(part, key, None)
        if isinstance(value, str):
            return value
    return otherwise


def clause(part: Any) -> str:
    """Return the clause in brackets after a space; empty for a part without one."""
    return f" ({part.clause})" if isinstance(part, Rule) else ""


def nth(number: int) -> str:
    """Return 2 as second, 11 as 11th."""
    small = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return small.get(number, f"{number}th")
