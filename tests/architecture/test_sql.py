"""SQL follows the layers too: no module names a table of a higher app or of a sibling."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps

from tests.architecture.sources import ROOT, app_modules, name, tree


@cache
def floors() -> dict[str, int]:
    """Each app's layer from the import contract, counted from the bottom. Apps on one line share a layer."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        room.strip(): height for height, layer in enumerate(reversed(layers)) for room in re.split("[|:]", str(layer))
    }


@cache
def tables() -> dict[str, str]:
    """Every table of ours and the app it belongs to."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._meta.app_label for model in models if model._meta.app_label in floors()}


def named_in(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The tables named in a module's strings, with line numbers. Docstrings are ignored."""
    told = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            for word in re.findall(r"\w+", node.value):
                if word in tables():
                    yield node.lineno, word


def out_of_reach(app: str, table: str) -> bool:
    """Whether the table belongs to another app that is not in a lower layer."""
    owner = tables()[table]
    return owner != app and floors()[owner] >= floors()[app]


def test_modules_only_name_tables_of_their_own_or_lower_apps():
    found = [
        f"{name(path)}:{line} names {table}"
        for path in app_modules()
        for line, table in named_in(tree(path))
        if out_of_reach(name(path).split("/")[0], table)
    ]
    assert "\n".join(found) == ""


def test_tables_of_every_app_that_has_some_are_found():
    """Control: SQL is found in plain strings and in f-strings."""
    seen = {table for path in app_modules() for _line, table in named_in(tree(path))}
    assert {"points_entry", "partners_partner", "statuses_standing", "programs_jobrun"} <= seen
    holed = ast.parse('order = "id"\nsql = f"SELECT id FROM points_entry ORDER BY {order}"')
    assert list(named_in(holed)) == [(2, "points_entry")]
    assert list(named_in(ast.parse('"""Written into points_entry."""'))) == []
    assert list(named_in(ast.parse('link = "admin:partners_partner_change"'))) == []


@pytest.mark.parametrize(
    ("app", "table", "refused"),
    [
        ("partners", "points_entry", True),
        ("points", "points_entry", False),
        ("portal", "points_entry", False),
        ("common", "programs_program", True),
        ("statuses", "partners_partner", False),
    ],
)
def test_control_an_upward_reference_is_refused(app, table, refused):
    assert out_of_reach(app, table) == refused
