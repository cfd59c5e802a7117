"""Only interfaces read the clock. Rules, operations and queries take days and moments as arguments."""

import ast
import re

import pytest

from tests.architecture.sources import app_modules, name, tree

READS = {"now", "today", "utcnow", "localdate", "localtime"}
CLOCKS = {"datetime", "date", "timezone", "clock", "dt"}
EDGES = re.compile(r"(^|/)((pages|admin|api|commands)/.*|(admin|api)(_\w+)?\.py|(pages|jobs|middleware|undo)\.py)$")
ALLOWED = {
    "config/probe.py": "a command: what the container's health check runs",
    "config/demo.py": "a command: what `make demo` runs",
    "common/clock.py": "it is the clock",
    "accounts/models.py": "a user's joining stamp, which no rule reads",
    "accounts/sessions.py": "Django asks it for a session in the middle of a request",
    "programs/kept_pages.py": "a middleware: it answers before there is a view",
    "signin/adapter.py": "allauth asks it in the middle of a request",
    "signin/forms.py": "allauth saves them in the middle of a request",
}


def test_only_interfaces_read_the_clock():
    inner = [path for path in app_modules() if not _edge(name(path))]
    assert "\n".join(error for path in inner for error in readings(tree(path), name(path))) == ""


@pytest.mark.parametrize(
    "line",
    ["timezone.now()", "datetime.now(UTC)", "date.today()", "clock.today('UTC')", "x = timezone.now", "time.time()"],
)
def test_a_clock_read_is_found(line):
    assert readings(ast.parse(line), "here.py")


def test_an_imported_clock_function_is_found():
    assert readings(ast.parse("from common.clock import now"), "here.py")


def readings(module: ast.Module, where: str) -> list[str]:
    """Every place in a module that reads the clock, as "file:line"."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            reads = (node.value.id in CLOCKS and node.attr in READS) or (node.value.id, node.attr) == ("time", "time")
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            reads = node.module in {"common.clock", "django.utils.timezone"} and bool(names & READS)
            reads |= node.module == "common" and "clock" in names
        elif isinstance(node, ast.Import):
            reads = "common.clock" in {alias.name for alias in node.names}
        else:
            continue
        if reads:
            found.append(f"{where}:{node.lineno}")
    return found


def _edge(path: str) -> bool:
    return path in ALLOWED or bool(EDGES.search(path))
