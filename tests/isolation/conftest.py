"""Turns off rate limits, because these tests send far more requests than a person would."""

import pytest


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "1000000/m/ip")
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 10**6)
