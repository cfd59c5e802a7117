"""Turns off rate limits and records of templates: these tests send far more requests than a person would."""

import pytest


@pytest.fixture(autouse=True)
def _no_limits(settings, no_template_records):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "1000000/m/ip")
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 10**6)
