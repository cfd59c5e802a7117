"""Releases, CHANGELOG and the version in pyproject.toml agree, and every release says what an operator does."""

import re
import subprocess
import tomllib

import pytest

from tests.architecture.sources import ROOT
from tests.upgrades.releases import number, recorded

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([^\n,]+)[^\n]*\n(.*?)(?=^## |\Z)", CHANGELOG, re.MULTILINE | re.DOTALL))
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_every_recorded_release_has_a_section_newest_first():
    released = [name for name in SECTIONS if name not in ("Unreleased", VERSION)]
    assert released == [
        release.name.removeprefix("v") for release in reversed(recorded()) if release.name[1:] != VERSION
    ]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_says_what_an_operator_does(name):
    assert "**What an operator does**" in SECTIONS[name]


def test_the_version_is_the_one_being_made():
    """Newer than every older release; the first section is it, or what it will be."""
    first = next(iter(SECTIONS))
    assert first in ("Unreleased", VERSION)
    assert all(number(VERSION) >= number(release.name) for release in recorded())
    if first == "Unreleased":
        assert f"for {VERSION}" in SECTIONS[first]
        assert f"v{VERSION}" not in [release.name for release in recorded()]


def test_tags_lead_to_the_recorded_commits():
    """Where this checkout knows a release's tag, it is the commit whose database is recorded."""
    for release in recorded():
        asked = ["git", "rev-parse", "--quiet", "--verify", f"refs/tags/{release.name}^{{commit}}"]
        found = subprocess.run(asked, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert found.returncode or found.stdout.strip() == release.facts["commit"]
