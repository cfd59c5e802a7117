"""Buying and quoting through the API: the cart, its order, quotes; repeated requests change nothing."""

from decimal import Decimal

import pytest

from common.tenancy import bind
from store.models import CartLine, ClientQuote, ComplianceCheck, Order
from tests.store import shop
from tests.web.api.tokens import caller, partner_secret

pytestmark = pytest.mark.django_db
ACME = {"company": "Acme", "country": "DE", "account": "https://acme.bitrix24.de"}
FILL = {"lines": [{"product": "cloud_standard_year", "quantity": 2, "client": ACME}]}


@pytest.fixture
def call(shopper, alpha, alice, visit):
    return caller(visit(), partner_secret(alpha, alice))


def test_a_cart_is_filled_and_ordered_once(call, alpha):
    cart = call("me/cart/", FILL, key="c1").json()
    assert (cart["net_total"], cart["ready"], cart["lines"][0]["client"]) == ("1425.600", True, ACME)
    assert call("me/cart/").json() == cart
    body = {"method": "bank_transfer", "seen": cart["seen"]}
    shop.promote(alpha, "gold")
    changed = call("me/orders/", body, key="o1")
    assert (changed.status_code, changed.json()["detail"][:19]) == (409, "Prices have changed")
    body["seen"] = call("me/cart/").json()["seen"]
    first, again = call("me/orders/", body, key="o1"), call("me/orders/", body, key="o1")
    assert (first.status_code, first.json()) == (201, again.json())
    with bind(alpha.program_id):
        assert Order.objects.get().net_total == Decimal("1188")
        assert not CartLine.objects.exists()
    assert call("me/orders/", body, key="o2").status_code == 422  # the cart is empty


def test_what_is_wrong_with_a_line_is_said_and_recorded(call, alpha):
    unknown = call("me/cart/", {"lines": [{**FILL["lines"][0], "product": "nothing"}]}, key="c1")
    assert unknown.json()["errors"] == {"0.product": ["There is no product “nothing”."]}
    cart = call("me/cart/", {"lines": [{**FILL["lines"][0], "client": {**ACME, "country": "KP"}}]}, key="c2").json()
    assert not cart["ready"]
    assert "the territory is excluded" in cart["lines"][0]["problems"][0]
    with bind(alpha.program_id):
        assert ComplianceCheck.objects.get().countries == ["KP"]


@pytest.mark.rule("B24-2.2b")
def test_quotes_are_made_and_read(call, alpha):
    line = {"product": "cloud_standard_year", "quantity": 1, "unit_price": "1200.00"}
    body = {"client": ACME, "lines": [line], "valid_until": "2026-03-31"}
    low = call("me/quotes/", {**body, "lines": [{**line, "unit_price": "1000.00"}]}, key="q0")
    assert "The minimal price is" in low.json()["errors"]["0.unit_price"][0]
    made = call("me/quotes/", body, key="q1")
    assert made.status_code == 201
    number = made.json()["number"]
    assert call("me/quotes/", body, key="q1").json()["number"] == number
    assert call(f"me/quotes/{number}/").json()["lines"][0]["floor"] == "1188.000"
    assert call("me/quotes/?state=ready").json()["results"][0]["total"] == "1200.000"
    excluded = call("me/quotes/", {**body, "client": {**ACME, "country": "KP"}}, key="q2")
    assert excluded.status_code == 422
    with bind(alpha.program_id):
        assert ClientQuote.objects.count() == 1
        assert ComplianceCheck.objects.count() == 1
