"""Permissions are the only table of roles: each is used, and no other code compares roles."""

import ast

import pytest

from accounts.permissions import PERMISSIONS
from partners.management.commands.permissions import whole_table
from tests.architecture.sources import ROOT, app_modules, name, read, tree

TABLE = "accounts/permissions.py"
# Access states rather than roles. They decide which explanation a person sees.
STATES = {"", "former", "blocked", "applicant", "unproved"}


def test_every_permission_is_used():
    sources = [read(path) for path in app_modules() if path.name != "permissions.py"]
    assert [permission for permission in PERMISSIONS if not any(f'"{permission}"' in text for text in sources)] == []


def test_the_whole_table():
    """Who may do what, over all apps; `manage.py permissions` prints it."""
    told = (ROOT / "tests" / "permissions" / "roles.txt").read_text(encoding="utf-8").splitlines()
    assert whole_table() == [line for line in told if not line.startswith("#")]


def test_no_other_code_compares_actor_roles():
    others = [path for path in app_modules() if name(path) != TABLE]
    assert "\n".join(error for path in others for error in comparisons(tree(path), name(path))) == ""


@pytest.mark.parametrize("line", ["actor.role == 'main'", "request.actor.role in ('manager', 'sales')"])
def test_a_role_comparison_is_found(line):
    assert comparisons(ast.parse(line), "here.py")


def test_comparing_with_an_access_state_is_allowed():
    assert not comparisons(ast.parse("actor.role == 'blocked' or actor.role == UNPROVED"), "here.py")


def comparisons(module: ast.Module, where: str) -> list[str]:
    """Every comparison of an actor's role with something other than an access state, as "file:line"."""
    return [
        f"{where}:{node.lineno}"
        for node in ast.walk(module)
        if isinstance(node, ast.Compare) and _is_role(node.left) and not all(_state(part) for part in node.comparators)
    ]


def _is_role(node: ast.expr) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr != "role":
        return False
    of = node.value
    return (isinstance(of, ast.Name) and of.id == "actor") or (isinstance(of, ast.Attribute) and of.attr == "actor")


def _state(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id.lower() in STATES
    return isinstance(node, ast.Constant) and node.value in STATES
