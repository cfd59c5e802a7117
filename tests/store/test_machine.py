"""Orders, payments, refunds, exclusions and passing days in any order, against a model of thirty lines."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from activities.models import Activity
from clients.models import ClientLicence
from common.actor import Actor
from common.tenancy import bind
from points.models import Account
from programs.rulebook import read_rulebook
from store.bonuses.operations.giving import award_bonus
from store.bonuses.operations.spending import expire_bonuses
from store.models import BonusCredit, Delivery, Invoice, InvoiceCounter, Order
from store.orders.operations import UnableToOrder, UnableToPay, cancel_order
from store.orders.operations.correcting import exclude_order, include_order, refund_order
from store.orders.writing import UnableToChangeOrder
from store.payments.overdue import cancel_overdue
from store.pricing.quoting import EndClient, Wanted
from tests.cast import partner_actor, staff_actor
from tests.samples import sample
from tests.store import shop

FIRST = date(2026, 12, 7)
LIST, NET = Decimal(1188), Decimal("712.80")  # of one plan, before and after Silver's 40 percent
GIVEN, LAST = Decimal(1000), date(2026, 12, 31)
CENT = Decimal("0.01")
DUE, LATE = 14, 7


def part(amount: Decimal, gone: int, of: int) -> Decimal:
    return (amount * gone / of).quantize(CENT, ROUND_HALF_UP)


@dataclass
class Sold:
    """What the model knows of an order."""

    order: Order
    units: int
    bonus: Decimal
    placed: date
    state: str = "placed"
    gone: int = 0
    excluded: bool = False

    @property
    def net(self) -> Decimal:
        return NET * self.units - self.bonus

    @property
    def sale(self) -> Decimal:
        if self.state != "paid" or self.excluded or self.gone == self.units:
            return Decimal(0)
        return self.net - part(self.net, self.gone, self.units)


class Shop(RuleBasedStateMachine):
    """One partner with a bonus of 1,000; ``setting`` is what the test has prepared."""

    setting: dict = {}

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.today, self.sold, self.left = FIRST, [], GIVEN
        self.alpha, self.buyer, self.vendor = (self.setting[name] for name in ("alpha", "buyer", "vendor"))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(12), UTC)

    def _do(self, work, sold, **given):
        with bind(self.alpha.program_id):
            return work(actor=self.vendor, order=sold.order, today=self.today, now=self.now, **given)

    def _any(self, choice: int, *states: str) -> Sold | None:
        found = [each for each in self.sold if each.state in states]
        return found[choice % len(found)] if found else None

    @rule(units=st.integers(1, 3), bonus=st.sampled_from([0, 0, 100, 333, 1200]))
    def order(self, units, bonus):
        bonus, number = Decimal(bonus), len(self.sold) + 1
        client = EndClient(company=f"Client {number}", country="DE", account=f"client-{number}.bitrix24.de")
        usable = self.left if self.today <= LAST else Decimal(0)
        most = min(usable, NET * units - 10)
        try:
            order = shop.place(
                self.buyer,
                self.alpha,
                Wanted(self.setting["plan"], units, client),
                today=self.today,
                now=self.now,
                bonus=bonus,
            )
        except UnableToOrder:
            assert bonus > most
            return
        assert bonus <= most
        self.left -= bonus
        self.sold.append(Sold(order, units, bonus, self.today))

    @rule(choice=st.integers(0, 9))
    def pay(self, choice):
        sold = self._any(choice, "placed", "paid", "cancelled")
        if sold is None:
            return
        possible = sold.state == "placed" and self.today <= sold.placed + timedelta(days=DUE)
        try:
            shop.pay(sold.order, paid_on=self.today, now=self.now)
            assert possible
            sold.state = "paid"
        except UnableToPay:
            assert not possible

    @rule(choice=st.integers(0, 9), units=st.integers(1, 3))
    def refund(self, choice, units):
        sold = self._any(choice, "paid")
        if sold is None:
            return
        possible = units <= sold.units - sold.gone
        try:
            self._do(refund_order, sold, reason="Back", units={1: units})
            assert possible
        except UnableToChangeOrder:
            assert not possible
            return
        back = part(sold.bonus, sold.gone + units, sold.units) - part(sold.bonus, sold.gone, sold.units)
        self.left += back if self.today <= LAST else Decimal(0)
        sold.gone += units

    @rule(choice=st.integers(0, 9))
    def exclude_or_include(self, choice):
        if sold := self._any(choice, "paid"):
            self._do(include_order if sold.excluded else exclude_order, sold, reason="Its own")
            sold.excluded = not sold.excluded

    @rule(choice=st.integers(0, 9))
    def cancel(self, choice):
        if sold := self._any(choice, "placed"):
            self._do(cancel_order, sold, reason="Never mind")
            self._give_back(sold)

    def _give_back(self, sold: Sold) -> None:
        sold.state = "cancelled"
        self.left += sold.bonus if self.today <= LAST else Decimal(0)

    @precondition(lambda self: self.sold)
    @rule(days=st.sampled_from([1, 5, 15, 22]))
    def pass_days(self, days):
        self.today += timedelta(days=days)
        system, given = Actor.system(self.alpha.program_id), {"today": self.today, "now": self.now}
        with bind(self.alpha.program_id):
            expire_bonuses(actor=system, **given)
            cancel_overdue(actor=system, rulebook=read_rulebook(self.alpha.program_id), **given)
        if self.today > LAST:
            self.left = Decimal(0)
        for sold in self.sold:
            if sold.state == "placed" and self.today > sold.placed + timedelta(days=DUE + LATE):
                self._give_back(sold)

    @invariant()
    def agrees(self):
        paid = [each for each in self.sold if each.state == "paid"]
        with bind(self.alpha.program_id):
            sales = Activity.objects.filter(partner=self.alpha, kind="sale").effective()
            amounts = sorted(sales.values_list("amount", flat=True))
            assert amounts == sorted(each.sale for each in paid if each.sale)
            account = Account.objects.filter(partner=self.alpha, code="main").first()
            assert (account.points if account else 0) == sum(int(amount // 10) for amount in amounts)
            assert BonusCredit.objects.get(partner=self.alpha).available == self.left
            active = ClientLicence.objects.filter(state="active").count()
            assert active == sum(each.units - each.gone for each in paid)
            assert Delivery.objects.count() == sum(each.units for each in paid)
            series = Invoice.objects.order_by("kind", "year", "sequence").values_list("kind", "year", "sequence")
            for key, rows in groupby(series, key=lambda row: row[:2]):
                numbers = [row[2] for row in rows]
                assert numbers == list(range(1, len(numbers) + 1)), key
            assert Invoice.objects.filter(kind="invoice").count() == len(paid)
            credited = Invoice.objects.filter(kind="credit_note").aggregate(net=Sum("net"))["net"] or 0
            assert credited == sum((part(each.net, each.gone, each.units) for each in paid), Decimal(0))
            assert sum(InvoiceCounter.objects.values_list("last", flat=True)) == Invoice.objects.count()


@pytest.mark.campaign
@pytest.mark.django_db
@pytest.mark.rule("B24-2.2a", "B24-3.1q", "B24-3.2", "B24-f")
def test_orders_agree_with_the_model(program, alpha, alice, charlie):
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"})
    shop.promote(alpha, "silver", on=FIRST)
    vendor = staff_actor(program, charlie)
    with bind(program.pk):
        award_bonus(
            actor=vendor,
            partner=alpha,
            rulebook=read_rulebook(program.pk),
            kind="award",
            amount=GIVEN,
            reason="Partner of the year",
            today=FIRST,
            now=datetime.combine(FIRST, time(9), UTC),
        )
    Shop.setting = {
        "alpha": alpha,
        "buyer": partner_actor(alpha, alice),
        "vendor": vendor,
        "plan": shop.product(program, "cloud_standard_year"),
    }
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=sample(3, campaign=200),
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
