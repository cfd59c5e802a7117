"""docs/writing-a-program.md: its examples are valid, and it explains every key."""

import re
from typing import Any, Literal, get_args, get_origin

import pytest

from programs.definition.load import parse, validated
from tests.programs.files import ROOT
from tests.programs.vocabulary import parts

GUIDE = (ROOT / "docs" / "writing-a-program.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", GUIDE, flags=re.DOTALL)
ROWS = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", GUIDE.partition("# Every key")[2], flags=re.MULTILINE))
EXPLAINED = {path: set(re.findall(r"`(\w+)(?: = [^`]*)?`", keys)) for path, keys in ROWS.items()}


def added(old: Any, new: Any) -> Any:
    """Merge an example into a file: tables and list entries with the same code are extended."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: added(old[key], value) if key in old else value for key, value in new.items()}}
    if isinstance(old, list) and all(isinstance(one, dict) and "code" in one for one in [*old, *new]):
        entries = {one["code"]: one for one in old}
        for one in new:
            entries[one["code"]] = added(entries.get(one["code"], {}), one)
        return list(entries.values())
    return new


def test_there_are_examples():
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("count", range(1, len(EXAMPLES) + 1))
def test_each_example_with_the_earlier_ones_is_a_valid_program(count):
    data: dict[str, Any] = {}
    for example in EXAMPLES[:count]:
        data = added(data, parse(example))
    assert validated(data).program.name == "The Club"


def test_every_example_adds_something():
    data: dict[str, Any] = {}
    for example in EXAMPLES:
        data, before = added(data, parse(example)), data
        assert data != before


def test_every_key_of_every_part_is_explained():
    missing = [
        f"{paths[0]}: {key}"
        for model, paths in parts().items()
        for key in model.model_fields
        if key != "clause" and not any(key in EXPLAINED.get(path, ()) for path in paths)
    ]
    assert missing == []


def test_only_existing_keys_are_explained():
    known = {path for paths in parts().values() for path in paths}
    assert set(EXPLAINED) - known == set()


def test_every_possible_value_is_explained():
    """A key's row lists its possible values in quotes."""
    missing = [
        f"{paths[0]}: {key} = {word!r}"
        for model, paths in parts().items()
        for key, field in model.model_fields.items()
        for word in words(field.annotation)
        if not any(f'"{word}"' in ROWS.get(path, "") or f"`{word}`" in ROWS.get(path, "") for path in paths)
    ]
    assert missing == []


def words(annotation: Any) -> set[str]:
    """Return the possible values."""
    if get_origin(annotation) is Literal:
        return {value for value in get_args(annotation) if isinstance(value, str)}
    return {word for argument in get_args(annotation) for word in words(argument)}
