"""Words the models' validation errors for the author of the file."""

from collections.abc import Callable, Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from programs.definition.problems import Path, PathPart, Problem, words_for

_PATTERNS = {
    r"^[a-z0-9][a-z0-9_]*$": "lower-case letters, digits and underscores, beginning with a letter or digit",
    r"^[a-z0-9][a-z0-9-]*$": "lower-case letters, digits and hyphens, beginning with a letter or digit",
    r"^[A-Z0-9]+-[A-Za-z0-9.]+$": "a clause such as B24-3.1.2",
    r"^#[0-9a-f]{6}$": "a colour such as #17375e",
    r"^[A-Z]{3}$": "a currency of three capital letters, such as EUR",
    r"^[A-Z]{2}$": "a country of two capital letters, such as DE",
    r"^[a-z]{2,3}(-[a-z0-9]+)*$": "a language code such as en or pt-br",
    r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$": "a host name in lower case, such as partners.example.com",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "an email address",
}

_TYPES = {
    "int_type": "must be a whole number without quotes or unit",
    "int_from_float": "must be a whole number without quotes or unit",
    "bool_type": "must be true or false",
    "string_type": "must be text in quotes",
    "list_type": "must be a list: [ ... ]",
    "dict_type": "must be a table: { key = value }",
    "model_type": "must be a table: { key = value }",
    "model_attributes_type": "must be a table: { key = value }",
    "date_type": "must be a date without quotes: 2026-01-31",
    "time_type": "must be a time without quotes: 09:30:00",
}

_BOUNDS = {
    "greater_than": ("gt", "must be more than {}"),
    "greater_than_equal": ("ge", "must be at least {}"),
    "less_than": ("lt", "must be less than {}"),
    "less_than_equal": ("le", "must be at most {}"),
    "too_short": ("min_length", "needs at least {} of them"),
    "too_long": ("max_length", "may have at most {} of them"),
    "string_too_short": ("min_length", "must not be shorter than {} characters"),
    "string_too_long": ("max_length", "must not be longer than {} characters"),
}


def problems_of(error: ValidationError, model: type[BaseModel], data: Any) -> list[Problem]:
    """Return the models' errors with key paths; errors of a union's branches become one problem."""
    found: dict[str, list[str]] = {}
    for detail in error.errors(include_url=False):
        said = found.setdefault(words_for(detail["loc"], data), [])
        what = _what(detail, model)
        if what not in said:
            said.append(what)
    return [Problem(where, ", or ".join(said)) for where, said in found.items()]


def fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys allowed in the table at ``path``."""
    annotations: list[Any] = [model]
    for step in path:
        annotations = [after for annotation in annotations for after in _step(annotation, step)]
    names = {name for annotation in annotations for kind in _models(annotation) for name in kind.model_fields}
    return sorted(names)


def _what(detail: Any, model: type[BaseModel]) -> str:
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind in _TYPES:
        return f"{_TYPES[kind]}{_seen(given)}"
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return words.format(context[key])
    worded: Callable[[], str] | None = {
        "extra_forbidden": lambda: _unknown_key(detail["loc"], model),
        "missing": lambda: "is missing",
        "literal_error": lambda: f"{given!r} is not known; allowed: {_listed(context['expected'])}",
        "union_tag_invalid": lambda: f"unknown kind {context['tag']!r}; allowed: {_listed(context['expected_tags'])}",
        "union_tag_not_found": lambda: "its kind is missing",
        "string_pattern_mismatch": lambda: (
            f"must be {_PATTERNS.get(context['pattern'], 'written otherwise')}{_seen(given)}"
        ),
        "value_error": lambda: str(context["error"]),
    }.get(kind)
    return worded() if worded else detail["msg"]


def _unknown_key(path: Path, model: type[BaseModel]) -> str:
    return f"unknown key {str(path[-1])!r}; allowed: {', '.join(fields_at(model, path[:-1]))}"


def _listed(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")


def _seen(given: Any) -> str:
    return f", not {given!r}" if isinstance(given, str | int | float) else ""


def _step(annotation: Any, step: PathPart) -> Iterator[Any]:
    """Return the annotations one step deeper: into a field, an entry, or a branch of a union."""
    for option in _options(annotation):
        origin, arguments = get_origin(option), get_args(option)
        if origin is list and isinstance(step, int):
            yield arguments[0]
        elif origin is dict:
            yield arguments[1]
        elif isinstance(option, type) and issubclass(option, BaseModel):
            if step in option.model_fields:
                yield option.model_fields[step].annotation
            elif step in (option.__name__, *_tags(option)):
                yield option


def _options(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _options(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for option in get_args(annotation):
            yield from _options(option)
    elif annotation is not NoneType:
        yield annotation


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    return (option for option in _options(annotation) if isinstance(option, type) and issubclass(option, BaseModel))


def _tags(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the tag of a model in a union: its ``kind``, or its name in lower case."""
    kind = model.model_fields.get("kind")
    known = get_args(kind.annotation) if kind and get_origin(kind.annotation) is Literal else ()
    return (*known, model.__name__.lower())
