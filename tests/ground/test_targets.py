"""Every target of the Makefile works on a fresh clone without another one before it: each is set up in one of its own.

The virtual environment is linked, because installing it twelve times would prove one thing twelve times (`.ci/run`
installs it on a clean machine). What a target then works on is kept small by the target's own variables. `e2e` needs a
browser and `demo` its network: both have their test in tests/e2e/test_demo.py.
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


@dataclass(frozen=True)
class SetUp:
    """How a target is asked to do little, and what shows that it came as far as its work."""

    shows: str
    variables: tuple[str, ...] = ()
    codes: tuple[int, ...] = (0,)


MYPY = "MYPY=.venv/bin/mypy --version"
SET_UPS = {
    "help": SetUp("make demo"),
    "system": SetUp(""),
    "install": SetUp(""),
    "test": SetUp("slowest 10 durations", ("WORKERS=0", "TESTS=tests/ground/test_suite.py")),
    "lint": SetUp("(compiled: ", (MYPY,)),
    # One test proves too little for the report, which comes nonetheless.
    "rules": SetUp("144 rules: ", ("RULES=-n 0 tests/points/test_rules.py",), (2,)),
    "check": SetUp("144 rules: ", (MYPY, "RULES=-n 0 tests/points/test_rules.py"), (2,)),
    "campaign": SetUp("passed", ("WORKERS=0", "TESTS=tests/partners/test_folding.py")),
    # The figures are of no size that the goals are about.
    "bench": SetUp("directory page: ", ("BENCH=--partners 300 --entries 3000 pages",), (0, 2)),
    "lock": SetUp("Usage: uv pip compile", ("LOCK=pip compile --help",)),
    "clean": SetUp(""),
}


def clone(folder: Path) -> Path:
    """A checkout as git makes it, with this one's virtual environment."""
    shutil.copytree(ROOT, folder, ignore=lambda _folder, names: FOREIGN & set(names))
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def as_nobody_has_set_anything() -> dict[str, str]:
    """This environment without what configures the portal, pytest or make."""
    given = {"ECHELON", "DJANGO", "PYTEST", "DATABASE", "REDIS", "MAKE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    return {key: value for key, value in os.environ.items() if key.split("_")[0] not in given}


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run make there; its output and errors in one text."""
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=as_nobody_has_set_anything(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def targets() -> set[str]:
    """Whatever can be made by name."""
    return set(re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split())


def test_every_target_is_tried():
    assert set(SET_UPS) | ELSEWHERE == targets()


@pytest.mark.parametrize("target", SET_UPS)
def test_a_target_is_set_up_in_a_fresh_clone(target, tmp_path):
    here, wanted = clone(tmp_path / "clone"), SET_UPS[target]
    run = make(here, target, *wanted.variables)
    assert run.returncode in wanted.codes, run.stdout
    assert wanted.shows in run.stdout
    cleaned = make(here, "clean")
    assert cleaned.returncode == 0, cleaned.stdout
    assert not (here / "var").exists()
    assert not (here / ".venv").exists()
