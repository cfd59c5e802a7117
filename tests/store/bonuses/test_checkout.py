"""A partner pays a part of an order with its bonus, through the checkout (B24-9b)."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import Activity
from common.tenancy import bind
from programs.rulebook import read_rulebook
from store.bonuses.operations.giving import award_bonus
from store.models import BonusCredit, BonusUse, Invoice, Order
from store.orders.operations import cancel_order
from tests.cast import partner_actor, staff_actor
from tests.store import shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich(shopper, alpha, program, charlie):
    """Alpha has 1,000 EUR in its bonus account, and a plan for 712.80 EUR net in its cart."""
    with bind(alpha.program_id):
        award_bonus(
            actor=staff_actor(program, charlie),
            partner=alpha,
            rulebook=read_rulebook(program.pk),
            kind="award",
            amount=Decimal(1000),
            reason="Well done",
            today=shop.TODAY,
            now=shop.NOW,
        )
    shop.fill_cart(shopper, quantity=1)
    return shopper


def check_out(shopper, bonus):
    """Apply the bonus, and place the order at the total that is shown then."""
    page = shopper.get(reverse("store:checkout"), {"bonus": bonus}, follow=True).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    shown = re.search(r'name="bonus" value="([\d.]+)"', page)
    given = {"method": "bank_transfer", "seen": seen, **({"bonus": shown[1]} if shown else {})}
    return page, shopper.post(reverse("store:checkout"), given)


def left(alpha):
    with bind(alpha.program_id):
        return BonusCredit.objects.get().available


@pytest.mark.rule("B24-9b", "B24-10a")
def test_a_bonus_pays_all_but_ten_in_money(rich, alpha):
    page, answer = check_out(rich, "702.80")
    assert "up to €702.80" in page
    assert answer.status_code == 302
    with bind(alpha.program_id):
        order = Order.objects.get()
        assert (order.bonus_total, order.net_total) == (Decimal("702.8"), 10)
        assert BonusUse.objects.get().state == "held"
    assert left(alpha) == Decimal("297.2")
    shop.pay(order)
    with bind(alpha.program_id):
        assert BonusUse.objects.get().state == "spent"
        assert Activity.objects.get(kind="sale").amount == 10  # R1: the net after the bonus
        assert Invoice.objects.get().net == 10


@pytest.mark.rule("B24-9b")
def test_more_than_the_rules_allow_is_refused(rich, alpha):
    page, _answer = check_out(rich, "702.81")
    assert "You can use up to €702.80" in page
    assert left(alpha) == 1000


@pytest.mark.rule("B24-f")
def test_a_canceled_order_returns_the_bonus(rich, alpha, alice):
    check_out(rich, "100")
    with bind(alpha.program_id):
        order = Order.objects.get()
    with bind(alpha.program_id, alpha.pk, alice.pk):
        cancel_order(actor=partner_actor(alpha, alice), order=order, today=shop.TODAY, now=shop.NOW)
    assert left(alpha) == 1000
