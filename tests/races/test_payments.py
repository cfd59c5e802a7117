"""Money is booked once, however many import the same statement at the same moment (R8)."""

from itertools import count

import pytest

from common.actor import Actor
from common.tenancy import bind
from programs.rulebook import read_rulebook
from store.models import BankEntry, Invoice, Order, Payment
from store.payments import operations
from store.payments.operations import Imported, import_statement
from store.pricing.quoting import Wanted
from tests.cast import partner_actor
from tests.races.crowd import at_once
from tests.samples import sample
from tests.store import shop
from tests.store.payments.statements import camt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
PEOPLE = sample(4, campaign=24)


@pytest.fixture
def placed(program, alpha, alice):
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"})
    shop.promote(alpha, "silver")
    plan = shop.product(program, "cloud_standard_year")
    return shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 2, shop.ACME))


def import_at_once(order, people):
    content = camt(("1425.60", order.number))

    def work(n):
        with bind(order.program_id):
            return import_statement(
                actor=Actor.system(order.program_id),
                rulebook=read_rulebook(order.program_id),
                name=f"{n}.xml",
                content=content,
                today=shop.TODAY,
                now=shop.NOW,
            )

    found = at_once(work, people=people)
    assert [each for each in found if not isinstance(each, Imported)] == []
    return sum(each.new for each in found)


@pytest.mark.rule("B24-2.2a")
def test_one_statement_imported_by_many_pays_once(placed):
    assert import_at_once(placed, PEOPLE) == 1
    with bind(placed.program_id):
        assert Order.objects.get().state == "paid"
        assert [BankEntry.objects.count(), Payment.objects.count(), Invoice.objects.count()] == [1, 1, 1]


def test_control_without_its_key_an_entry_is_booked_again(placed, monkeypatch):
    numbers = count()
    monkeypatch.setattr(operations, "keys_of", lambda statement: [f"k{next(numbers)}" for _ in statement.bookings])
    assert import_at_once(placed, 3) == 3
    with bind(placed.program_id):
        assert BankEntry.objects.count() == 3
        assert BankEntry.objects.filter(state="surplus").count() == 2
        assert [Payment.objects.count(), Invoice.objects.count()] == [1, 1]  # the order itself is paid once
