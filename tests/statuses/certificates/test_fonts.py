"""A missing font is reported before anything is printed."""

import subprocess

import pytest

from statuses.certificates.document import render
from tests.statuses.certificates.papers import paper
from web import fonts
from web.fonts import SCRIPTS, UnableToPrint


@pytest.fixture
def asked_afresh():
    """Clear the cache of `missing` before and after the test."""
    found = fonts.missing
    found.cache_clear()
    yield
    found.cache_clear()


@pytest.mark.usefixtures("asked_afresh")
def test_this_machine_has_a_font_for_every_script():
    assert fonts.missing() == ()


def test_error_names_a_script_without_font(monkeypatch):
    monkeypatch.setattr(fonts, "missing", lambda: ("Korean", "Arabic"))
    with pytest.raises(UnableToPrint, match=r"can write Korean\. Install .*system_packages"):
        render(paper(holder="한국소프트"))


def test_other_scripts_still_print(monkeypatch):
    monkeypatch.setattr(fonts, "missing", lambda: ("Korean", "Arabic"))
    assert render(paper(holder="Northwind")).startswith(b"%PDF")


@pytest.mark.usefixtures("asked_afresh")
def test_without_fontconfig_every_script_is_missing(monkeypatch):
    def absent(*_args, **_kwargs):
        raise FileNotFoundError("fc-list")

    monkeypatch.setattr(subprocess, "run", absent)
    assert fonts.missing() == tuple(script.name for script in SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_probe_of_a_script_is_written_in_it(script):
    assert all(map(script.holds, script.probe))
