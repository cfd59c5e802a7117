"""Loads a definition from a file's text, or lists everything that is wrong with it."""

import tomllib
from copy import deepcopy
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from programs.definition.checks import problems_between
from programs.definition.definition import Definition
from programs.definition.problems import DefinitionInvalid, Path, Problem
from programs.definition.shape import problems_of

_ROUNDS = 50


def load(text: str) -> Definition:
    """Return the definition in ``text`` (TOML).

    Raises `DefinitionInvalid` with every problem: of keys, values and units, then across parts. An invalid part is
    set aside, so that the other mistakes are found at the same time.
    """
    return validated(parse(text))


def validated(data: dict[str, Any]) -> Definition:
    """Return the definition from the tables of a file. Raises `DefinitionInvalid` like `load`."""
    try:
        definition = Definition.model_validate(data)
    except ValidationError as error:
        problems = problems_of(error, Definition, data)
        rest = _rest(data)
        raise DefinitionInvalid(problems + (problems_between(rest, data) if rest else [])) from None
    problems = problems_between(definition, data)
    if problems:
        raise DefinitionInvalid(problems)
    return definition


def reread(text: str) -> Definition:
    """Load a published definition without checks that were added later."""
    return Definition.model_validate(parse(text))


def parse(text: str) -> dict[str, Any]:
    """Parse the file's tables with exact numbers. Raises `DefinitionInvalid` with line and column if it is not TOML."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionInvalid([Problem("", f"The file is not valid TOML: {error}")]) from None


def _rest(data: dict[str, Any]) -> Definition | None:
    """Return an invalid file without its invalid parts; None if nothing valid is left."""
    data = deepcopy(data)
    for _ in range(_ROUNDS):
        try:
            return Definition.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
            if not any(_drop(data, path, whole=not unknown) for path in unknown or [details[0]["loc"]]):
                return None
    return None


def _drop(data: Any, path: Path, *, whole: bool) -> bool:
    """Remove the key at ``path`` from ``data`` or, if ``whole``, the innermost entry on the path."""
    found: list[tuple[Any, Any]] = []
    for step in path:
        inside = isinstance(step, int) and step < len(data) if isinstance(data, list) else False
        if not inside and not (isinstance(data, dict) and step in data):
            continue
        found.append((data, step))
        data = data[step]
    # Remove the table of a plain value too, except `program`, which everything needs.
    while whole and len(found) > 2 and not isinstance(found[-1][0][found[-1][1]], dict):
        found.pop()
    if not found or found[-1][1] == "program":
        return False
    holder, key = found[-1]
    del holder[key]
    return True
