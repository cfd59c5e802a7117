"""Missing fonts and keys are reported at startup, not at the first download."""

import pytest
from django.core.checks import run_checks

from tests.statuses.certificates.keys import operator_key
from web import fonts


def said(**options):
    return [(message.id, message.msg) for message in run_checks(**options) if message.id.startswith("certificates")]


def test_no_problem_on_this_machine():
    assert said() == []


def test_a_missing_font_is_named(monkeypatch):
    monkeypatch.setattr(fonts, "missing", lambda: ("Arabic", "Korean"))
    assert said() == [("certificates.W001", "No font can write Arabic, Korean: such names have no certificate.")]


def test_production_without_a_key_names_the_variable(settings):
    settings.PRODUCTION = True
    expected = "CERTIFICATE_KEY_FILE is not set: there is no key to sign certificates with."
    assert said(include_deployment_checks=True) == [("certificates.W002", expected)]


@pytest.mark.parametrize("name", ["there.pem", "elsewhere.pem"])
def test_production_reports_an_unreadable_key(settings, tmp_path, name):
    settings.PRODUCTION = True
    operator_key(tmp_path / "there.pem")
    settings.CERTIFICATE_KEY_FILE = str(tmp_path / name)
    messages = said(include_deployment_checks=True)
    assert bool(messages) == (name == "elsewhere.pem")
    assert all("be read" in message for _id, message in messages)
