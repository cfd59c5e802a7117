"""Refunds and excluded orders: everything is reversed by new rows."""

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from activities.models import Activity
from clients.models import ClientLicence
from common.actor import Actor
from common.tenancy import bind
from points.models import Account
from store.models import Order, Refund
from store.orders.operations.correcting import exclude_order, include_order, refund_order
from store.orders.writing import UnableToChangeOrder
from store.pricing.quoting import Wanted
from tests.cast import partner_actor
from tests.store import shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(program, alpha, alice):
    shop.buyer(alpha, country="CY")
    shop.promote(alpha, "silver")
    plan = shop.product(program, "cloud_standard_year")
    return shop.pay(shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 3, shop.ACME)))


def counted(order):
    with bind(order.program_id):
        rows = Activity.objects.filter(kind="sale").effective()
        points = Account.objects.get(partner=order.partner, code="main").points
        return [(row.amount, row.quantity) for row in rows], points


def refund(order, **given):
    with bind(order.program_id):
        return refund_order(
            actor=Actor.system(order.program_id),
            order=order,
            **{"reason": "Sent back", "today": shop.TODAY, "now": shop.NOW, **given},
        )


def test_refunds_reverse_by_new_rows_and_add_up(paid):
    assert counted(paid) == ([(Decimal("2138.4"), 3)], 213)
    part = refund(paid, units={1: 1})
    assert (part.net, part.tax, part.total) == (Decimal("712.8"), Decimal("135.43"), Decimal("848.23"))
    assert counted(paid) == ([(Decimal("1425.6"), 2)], 142)
    with bind(paid.program_id):
        assert Order.objects.get().state == "partly_refunded"
        assert ClientLicence.objects.filter(state="active").count() == 2
    refund(paid)
    assert counted(paid) == ([], 0)
    with bind(paid.program_id):
        assert Order.objects.get().state == "refunded"
        assert not ClientLicence.objects.filter(state="active").exists()
        refunds = Refund.objects.all()
        assert (shop.total(refunds, "net"), shop.total(refunds, "tax")) == (paid.net_total, paid.tax_total)
    with pytest.raises(UnableToChangeOrder):
        refund(paid)


@pytest.mark.parametrize("units", [{1: 4}, {1: 0}, {2: 1}, {1: -1}])
def test_no_more_is_refunded_than_was_sold(paid, units):
    with pytest.raises(UnableToChangeOrder):
        refund(paid, units=units)


@pytest.mark.rule("B24-3.1q")
def test_a_manager_refunds_an_order_and_its_sale_no_longer_counts(paid, charlie, visit):
    page = reverse("admin:store_order_refund", args=[paid.pk])
    with time_machine.travel(shop.NOW, tick=False):
        assert visit(charlie).post(page, {"line_1": "4", "reason": "Sent back"}).status_code == 200
        assert visit(charlie).post(page, {"line_1": "1", "reason": "Sent back"}).status_code == 302
        assert counted(paid) == ([(Decimal("1425.6"), 2)], 142)
        assert visit(charlie).post(page, {"line_1": "2", "reason": "Sent back"}).status_code == 302
    assert counted(paid) == ([], 0)


@pytest.mark.rule("B24-3.2", "B24-3.1q")
def test_a_manager_excludes_an_order_from_sales_and_seats(paid, charlie, visit):
    page = reverse("admin:store_order_leave_out", args=[paid.pk])
    with time_machine.travel(shop.NOW, tick=False):
        assert visit(charlie).post(page, {"reason": ""}).status_code == 200
        assert visit(charlie).post(page, {"reason": "The end user is the partner"}).status_code == 302
    assert counted(paid) == ([], 0)
    with bind(paid.program_id):
        assert Activity.objects.exclude(retracts=None).get().reason == "The end user is the partner"
        assert set(ClientLicence.objects.values_list("state", "counts")) == {("active", False)}
    given = {"actor": Actor.system(paid.program_id), "order": paid, "today": shop.TODAY, "now": shop.NOW}
    with bind(paid.program_id), pytest.raises(UnableToChangeOrder):
        exclude_order(**given, reason="Again")
    with bind(paid.program_id):
        include_order(**given, reason="A mistake")
    assert counted(paid) == ([(Decimal("2138.4"), 3)], 213)
