"""An order is paid once, however many managers and webhooks confirm it at the same moment (R21)."""

from threading import get_ident

import pytest

from activities.models import Activity
from clients.models import ClientLicence
from common.actor import Actor
from common.tenancy import bind
from store.models import Order
from store.orders import sales
from store.orders.operations import paying
from store.orders.operations.paying import AlreadyPaid, pay_order
from store.orders.writing import UnableToChangeOrder
from store.pricing.quoting import Wanted
from tests.cast import partner_actor
from tests.races.crowd import at_once, together
from tests.samples import sample
from tests.store import shop

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]
PEOPLE = sample(4, campaign=32)


@pytest.fixture
def order(program, alpha, alice):
    shop.buyer(alpha, country="CY")
    return shop.place(
        partner_actor(alpha, alice), alpha, Wanted(shop.product(program, "cloud_basic_year"), 1, shop.ACME)
    )


def confirm(order):
    def work(n):
        with bind(order.program_id):
            return pay_order(
                actor=Actor.system(order.program_id),
                order=order,
                paid_on=shop.TODAY,
                means="bank_transfer",
                now=shop.NOW,
            )

    return work


def effects(order):
    with bind(order.program_id):
        return Activity.objects.filter(kind="sale").count(), ClientLicence.objects.count()


def unlocked(monkeypatch, people):
    """All confirmations read the order before any of them writes."""

    def look(actor, order):
        return Order.objects.select_related("partner").get(pk=order.pk)

    monkeypatch.setattr(paying, "hold_order", together(look, people=people))


@pytest.mark.rule("B24-2.2a")
def test_parallel_confirmations_pay_once(order):
    found = [type(each) for each in at_once(confirm(order), people=PEOPLE)]
    assert (found.count(Order), found.count(AlreadyPaid)) == (1, PEOPLE - 1)
    assert effects(order) == (1, 1)


def test_without_the_lock_the_database_still_refuses(order, monkeypatch):
    unlocked(monkeypatch, 2)
    found = [type(each) for each in at_once(confirm(order), people=2)]
    assert (found.count(Order), found.count(UnableToChangeOrder)) == (1, 1)
    assert effects(order) == (1, 1)


def test_control_without_lock_and_references_it_is_sold_twice(order, monkeypatch):
    unlocked(monkeypatch, 2)
    record = sales.record_activity
    monkeypatch.setattr(sales, "record_activity", lambda **given: record(**{**given, "reference": f"{get_ident()}"}))
    monkeypatch.setattr(paying, "deliver", lambda **given: [])
    at_once(confirm(order), people=2)
    assert effects(order) == (2, 0)
