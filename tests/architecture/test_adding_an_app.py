"""docs/adding-an-app.md keeps its word: its own code, added to a copy of the project, passes the checks there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import FOREIGN, ROOT
from tests.samples import sample

PAGE = ROOT / "docs" / "adding-an-app.md"
# A paragraph that names a file first, or after its first sentence, and the block below it.
FILES = re.compile(
    r"`(?P<path>(?:visits|templates|tests)/[\w/.]+)`(?:[^`\n]|`[^`\n]+`|\n(?!\n))*:\n\n```\w+\n(?P<text>(?:.*\n)*?)```$",
    re.M,
)
EDITS = re.compile(r"^In `(?P<path>[\w/.]+)`,.*? after `(?P<line>.+)`:\n\n```\w+\n(?P<text>(?:.*\n)*?)```$", re.M)
# Tools load the settings; none of these commands reaches a server.
OFFLINE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}
EDITED = {"config/settings.py", "config/urls.py", "config/api_urls.py", "pyproject.toml"}


# The whole check of the copy, cheapest first: the suite runs the first ones, a campaign all of them.
CHECKS = (
    ("-m", "ruff", "check", "visits", "tests/visits", "config"),
    ("-m", "ruff", "format", "--check", "visits", "tests/visits"),
    ("-m", "mypy"),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project with the app of the page."""
    tree = tmp_path_factory.mktemp("project") / "echelon"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*FOREIGN - {"__pycache__"}))
    add_app(tree, PAGE.read_text(encoding="utf-8"))
    return tree


def add_app(tree: Path, page: str) -> None:
    """Do what the page says: its edits, its files, and the command for the first migration before the second."""
    for found in EDITS.finditer(page):
        path = tree / found["path"]
        before, line, after = path.read_text(encoding="utf-8").partition(f"{found['line']}\n")
        assert line, f"{found['path']} has no line {found['line']}"
        path.write_text(before + line + found["text"] + after, encoding="utf-8")
    for found in FILES.finditer(page):
        path = tree / found["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.parent.name == "migrations":
            run(tree, "manage.py", "makemigrations", "visits", "--name", "initial")
        path.write_text(found["text"], encoding="utf-8")


def run(tree: Path, *command: str, fails: bool = False) -> str:
    """Run a Python command in the copy; returns what it printed."""
    environment = {**os.environ, **OFFLINE, "ECHELON_ENV": "demo", "ECHELON_VAR": str(tree / "var")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def lint_imports(tree: Path, **expected: bool) -> str:
    """Check the layers of the copy; a second time reads only what has changed since the first."""
    return run(tree, "-c", "from importlinter.cli import lint_imports_command as run; run()", **expected)


def test_the_page_edits_what_it_says():
    assert {found["path"] for found in EDITS.finditer(PAGE.read_text())} == EDITED


@pytest.mark.campaign
def test_the_app_passes_the_checks(copy):
    for command in CHECKS[: sample(2, campaign=len(CHECKS))]:
        run(copy, *command)
    lint_imports(copy)


def test_the_kits_find_what_the_app_registers_and_its_anatomy_and_migrations_are_right(copy):
    """In one process, because starting it takes seconds."""
    assert "visits:visits" in run(copy, "manage.py", "shell", "-v", "0", "-c", SHOWN + ANATOMY)


def test_a_lower_app_that_imports_it_is_seen(copy):
    low = copy / "common" / "clock.py"
    text = low.read_text()
    low.write_text(f"{text}\nimport visits.models\n")
    try:
        assert "visits" in lint_imports(copy, fails=True)
    finally:
        low.write_text(text)


# What the kits have found by themselves.
SHOWN = """
from accounts.permissions import PERMISSIONS, STAFF
from common.jobs import SCHEDULE
from django.core.management import call_command
from django.urls import reverse
from partners.tokens.scopes import VENDOR_SCOPES
from web.admin.queues import queues
from web.tabs import _registered
assert "visit" in {queue.code for queue in queues()}
assert "close old visits" in SCHEDULE
assert PERMISSIONS["visits.plan"] == STAFF and VENDOR_SCOPES["visits:write"].permission == "visits.plan"
assert reverse("admin:visits_visit_plan") == "/admin/visits/visit/plan/"
assert reverse("visits:visits") == "/dashboard/visits/"
assert reverse("api:visits") == "/api/v1/visits/"
call_command("check")
call_command("makemigrations", check_changes=True, dry_run=True)
print([name for name in _registered if name.startswith("visits")])
"""

# The lints that need neither servers nor fixtures, in the copy.
ANATOMY = """
from tests.architecture import test_anatomy, test_clock, test_operations
assert "visits" in test_anatomy.ROOMS
for module in test_anatomy, test_clock, test_operations:
    for name, test in vars(module).items():
        if name.startswith("test_") and callable(test) and not test.__code__.co_argcount:
            test()
"""
