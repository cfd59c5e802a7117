"""A member of a partner that may buy."""

import pytest
import time_machine

from tests.store import shop


@pytest.fixture
def that_day():
    with time_machine.travel(shop.NOW, tick=False):
        yield


@pytest.fixture
def shopper(that_day, program, alpha, alice, visit):
    """Alice on the pages of the store; Alpha is on Silver and its billing details are verified."""
    shop.buyer(alpha, country="CY", legal={"registered_name": "Alpha Works Ltd", "legal_address": "1 Main St"})
    shop.promote(alpha, "silver")
    return visit(alice)
