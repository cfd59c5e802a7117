"""Every target of the Makefile works in a fresh clone, without running another one first.

The clones link to one virtual environment, because installing it twelve times would test the same thing twelve times
(`.ci/run` installs it on a clean machine). The target's own variables keep its work small. `e2e` needs a browser and
`demo` its network: tests/e2e/test_demo.py tests both.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.sources import FOREIGN, ROOT

ELSEWHERE = {"e2e", "demo"}
PARTS_OF_CHECK = {"lint", "rules"}


@dataclass(frozen=True)
class SetUp:
    """How to keep a target's work small, and the output that shows it got to work."""

    shows: str
    variables: tuple[str, ...] = ()
    codes: tuple[int, ...] = (0,)


CHECKERS = (
    "MYPY=.venv/bin/mypy --version",
    "IMPORTS=.venv/bin/lint-imports --help",
    "DJLINT=.venv/bin/djlint --version",
    "WORDS=.venv/bin/python -c 'import tests.words.catalogues'",
)
SET_UPS = {
    "help": SetUp("make demo"),
    "system": SetUp(""),
    "install": SetUp(""),
    "test": SetUp("slowest 10 durations", ("WORKERS=0", "TESTS=tests/common/test_dates.py")),
    # One test proves too few rules, but the report is printed anyway.
    "check": SetUp("152 rules: ", (*CHECKERS, "RULES=-n 0 tests/points/test_rules.py"), (2,)),
    "campaign": SetUp("passed", ("WORKERS=0", "TESTS=tests/common/test_folding.py")),
    # The goals don't apply to so small a network.
    "bench": SetUp("its SQL: ", ("BENCH=--partners 300 --entries 3000 pages",), (0, 2)),
    "lock": SetUp("Usage: uv pip compile", ("LOCK=pip compile --help",)),
    # The package with the names takes a minute to fetch.
    "cities": SetUp("-m common.searching.cities_file", ("UV=true", "PY=echo")),
    "shots": SetUp("usage: make shots", ("SHOTS=--help",)),
    "clean": SetUp(""),
}


def clone(folder: Path) -> Path:
    """A fresh git checkout with this checkout's virtual environment, and its compiled modules to save time."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*FOREIGN - {"__pycache__"}))
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def as_nobody_has_set_anything() -> dict[str, str]:
    """Return this environment without the variables of the portal, pytest or make."""
    given = {"ECHELON", "DJANGO", "PYTEST", "DATABASE", "REDIS", "MAKE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    return {key: value for key, value in os.environ.items() if key.split("_")[0] not in given}


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run make there and return its output and errors as one text."""
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=as_nobody_has_set_anything(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def targets() -> set[str]:
    """Return all targets that make can run by name."""
    return set(re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split())


def test_every_target_is_tried():
    assert set(SET_UPS) | ELSEWHERE | PARTS_OF_CHECK == targets()
    assert f"\ncheck: {' '.join(sorted(PARTS_OF_CHECK))}  ##" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", SET_UPS)
def test_a_target_works_in_a_fresh_clone(target, tmp_path):
    here, wanted = clone(tmp_path / "clone"), SET_UPS[target]
    run = make(here, target, *wanted.variables)
    assert run.returncode in wanted.codes, run.stdout
    assert wanted.shows in run.stdout
    cleaned = make(here, "clean")
    assert cleaned.returncode == 0, cleaned.stdout
    assert not (here / "var").exists()
    assert not (here / ".venv").exists()
