"""What is missing is said when the portal starts, not when a partner wants its certificate."""

import pytest
from django.core.checks import run_checks

from tests.statuses.certificates.keys import operator_key
from web import fonts


def said(**options):
    return [(message.id, message.msg) for message in run_checks(**options) if message.id.startswith("certificates")]


def test_this_machine_lacks_nothing():
    assert said() == []


def test_a_missing_font_is_named(monkeypatch):
    monkeypatch.setattr(fonts, "missing", lambda: ("Arabic", "Korean"))
    assert said() == [("certificates.W001", "No font can write Arabic, Korean: such names have no certificate.")]


def test_production_without_a_key_is_told_which_variable(settings):
    settings.PRODUCTION = True
    expected = "CERTIFICATE_KEY_FILE is not set: there is no key to sign certificates with."
    assert said(include_deployment_checks=True) == [("certificates.W002", expected)]


@pytest.mark.parametrize("name", ["there.pem", "elsewhere.pem"])
def test_production_is_told_when_the_key_cannot_be_read(settings, tmp_path, name):
    settings.PRODUCTION = True
    operator_key(tmp_path / "there.pem")
    settings.CERTIFICATE_KEY_FILE = str(tmp_path / name)
    messages = said(include_deployment_checks=True)
    assert bool(messages) == (name == "elsewhere.pem")
    assert all("cannot be read" in message for _id, message in messages)
