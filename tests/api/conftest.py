"""The API is called on one fixed day; Alpha has a career and is listed."""

import pytest
import time_machine
from django.core.cache import cache

from tests.careers import CLIMB, NOON, live


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def career(alpha):
    """Alpha reached the second level on the day of its second sale."""
    live(alpha, CLIMB)
    return alpha
