"""Missing system packages are installed for root on Debian; everyone else gets the exact command."""

import pytest

from config import machine


@pytest.fixture
def lacking(monkeypatch):
    """A machine without the libraries for certificates; collects what would be installed."""
    installed: list[list[str]] = []
    monkeypatch.setattr(machine, "missing", lambda section: ["library pango-1.0"])
    monkeypatch.setattr(machine, "_install", lambda names: installed.append(names) or True)
    monkeypatch.setattr(machine, "_still_missing", lambda section: False)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    return installed


def test_a_complete_machine_is_left_alone(monkeypatch, capsys):
    monkeypatch.setattr(machine, "missing", lambda section: [])
    assert machine.provide("run")
    assert capsys.readouterr().out == ""


def test_root_on_debian_gets_the_packages(lacking, monkeypatch):
    monkeypatch.setattr(machine, "distribution", lambda: "debian")
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    assert machine.provide("run")
    assert lacking == [machine.packages("run")["debian"].split()]


@pytest.mark.parametrize(("distribution", "user"), [("debian", 1000), ("fedora", 0), ("macos", 501), ("", 0)])
def test_others_are_told_what_is_missing_and_the_commands(lacking, monkeypatch, capsys, distribution, user):
    monkeypatch.setattr(machine, "distribution", lambda: distribution)
    monkeypatch.setattr(machine.os, "geteuid", lambda: user)
    assert not machine.provide("run")
    said = capsys.readouterr().out
    assert "Missing for printing certificates: library pango-1.0." in said
    assert "apt-get install -y --no-install-recommends libpango-1.0-0" in said
    assert "dnf install -y pango" in said
    assert "brew install pango" in said
    assert ("sudo apt-get" in said) == (user != 0)
    assert lacking == []


def test_a_failed_installation_prints_the_commands(lacking, monkeypatch, capsys):
    monkeypatch.setattr(machine, "distribution", lambda: "debian")
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine, "_still_missing", lambda section: True)
    assert not machine.provide("run")
    assert "That did not help." in capsys.readouterr().out


@pytest.mark.parametrize("section", ["run", "redis", "test", "e2e"])
def test_every_section_names_packages_for_every_system(section):
    assert set(machine.packages(section)) == set(machine.INSTALL)


def test_a_library_is_found_by_loading_it():
    assert machine._loads("pango-1.0")
    assert not machine._loads("no-such-library")
