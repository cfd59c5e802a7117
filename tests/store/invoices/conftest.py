"""A shop in which an order was placed."""

import pytest

from store.pricing.quoting import Wanted
from tests.cast import partner_actor
from tests.store import shop


@pytest.fixture
def plan(program, alpha):
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976", "legal_address": "Hauptstr. 1\n10115 Berlin"})
    shop.promote(alpha, "silver")
    return shop.product(program, "cloud_standard_year")


@pytest.fixture
def placed(plan, alpha, alice):
    """Place an order of so many units."""
    return lambda quantity=1: shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, quantity, shop.ACME))
