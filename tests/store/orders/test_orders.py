"""Placing and paying orders."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from activities.models import Activity
from common.tenancy import bind
from points.models import Entry
from store.models import Order, OrderStep
from store.orders.operations import UnableToOrder, UnableToPay
from store.orders.operations.paying import AlreadyPaid
from store.pricing.quoting import EndClient, Wanted
from tests.cast import partner_actor
from tests.store import shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(program, alpha):
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"})
    shop.promote(alpha, "silver")
    return shop.product(program, "cloud_standard_year")


def test_a_paid_order_is_a_sale_once(plan, alpha, alice):
    order = shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 2, shop.ACME))
    assert (order.state, order.list_total, order.discount_total) == ("placed", Decimal(2376), Decimal("950.4"))
    assert (order.tax_total, order.total) == (0, Decimal("1425.6"))
    paid = shop.pay(order)
    with pytest.raises(AlreadyPaid):
        shop.pay(order)
    with bind(alpha.program_id):
        sale = Activity.objects.get(partner=alpha, kind="sale")
        assert (sale.amount, sale.quantity, sale.subject, sale.on) == (Decimal("1425.6"), 2, "Acme", shop.TODAY)
        assert Entry.objects.get(partner=alpha).points == 142
        assert [step.kind for step in OrderStep.objects.filter(order=paid)] == ["placed", "paid"]


def test_prices_of_an_order_run_out(plan, alpha, alice):
    order = shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 1, shop.ACME))
    late = order.due_on + timedelta(days=1)
    with pytest.raises(UnableToPay) as refused:
        shop.pay(order, paid_on=late, now=shop.NOW + timedelta(days=30))
    assert "paid_on" in refused.value.problems
    assert shop.pay(order, paid_on=order.due_on, now=shop.NOW + timedelta(days=30)).paid_on == date(2026, 3, 16)


@pytest.mark.parametrize("account", ["", "acme", "https://acme.example.com", "ftp://acme.bitrix24.de", "bitrix24.de"])
def test_a_cloud_line_needs_an_account(plan, alpha, alice, account):
    with pytest.raises(UnableToOrder) as refused:
        shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 1, EndClient("Acme", "DE", account)))
    assert "0.account" in refused.value.problems
    with bind(alpha.program_id):
        assert not Order.objects.exists()
