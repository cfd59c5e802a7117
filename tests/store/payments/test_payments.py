"""Orders are paid by transfer and by the test provider, through pages and admin."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from common.actor import Actor
from common.tenancy import bind
from programs.rulebook import read_rulebook
from store.jobs import cancel_unpaid
from store.models import BankEntry, Invoice, Order, Payment
from store.orders.operations import cancel_order
from store.payments.overdue import cancel_overdue
from store.pricing.quoting import Wanted
from tests.cast import partner_actor
from tests.store import shop
from tests.store.payments.statements import camt, swift, table

pytestmark = [pytest.mark.usefixtures("march"), pytest.mark.django_db]
IMPORT = "/admin/store/bankstatement/import/"


@pytest.fixture
def march(fresh_cache):
    """It is the day on which orders are placed."""
    with time_machine.travel(shop.NOW, tick=False):
        yield


@pytest.fixture
def placed(program, alpha, alice):
    """An order of 1,425.60 EUR."""
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"})
    shop.promote(alpha, "silver")
    plan = shop.product(program, "cloud_standard_year")
    return shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 2, shop.ACME))


@pytest.fixture
def bank(visit, charlie):
    """Import a statement as the manager; returns the page that follows."""
    desk = visit(charlie)

    def upload(content, name="statement.xml"):
        file = SimpleUploadedFile(name, content)
        return desk.post(IMPORT, {"file": file}, follow=True).content.decode()

    return upload


def state(order):
    with bind(order.program_id):
        return Order.objects.get(pk=order.pk).state, list(
            BankEntry.objects.order_by("pk").values_list("state", flat=True)
        )


@pytest.mark.rule("B24-2.2a")
def test_a_transfer_pays_the_order_it_names_once(placed, bank):
    assert "1 new entries" in bank(camt(("1425.60", f"Order {placed.number}")))
    assert state(placed) == ("paid", ["matched"])
    for again in (camt, swift, table):
        assert "0 new entries, 1 known" in bank(again(("1425.60", f"Order {placed.number}")))
    with bind(placed.program_id):
        assert (Payment.objects.count(), Invoice.objects.count()) == (1, 1)


def test_parts_that_add_up_pay_on_the_day_of_the_last(placed, bank):
    bank(camt(("1000.00", placed.number)))
    assert state(placed) == ("placed", ["part"])
    bank(camt(("425.60", placed.number), opening="2000.00"))
    assert state(placed) == ("paid", ["matched", "matched"])


def test_a_surplus_and_a_second_transfer_wait_for_a_manager(placed, bank, visit, charlie):
    bank(camt(("1500.00", placed.number), ("1425.60", placed.number)))
    assert state(placed) == ("paid", ["surplus", "surplus"])
    with bind(placed.program_id):
        first = BankEntry.objects.order_by("pk")[0]
        assert (str(first.surplus), BankEntry.objects.order_by("pk")[1].surplus) == (
            "74.400",
            first.amount - first.surplus,
        )
    page = f"/admin/store/bankentry/{first.pk}/settle/"
    assert "Settled." in visit(charlie).post(page, {"note": "Sent back"}, follow=True).content.decode()
    assert state(placed)[1] == ["settled", "surplus"]


def test_a_statement_that_does_not_add_up_is_refused_whole(placed, bank):
    assert "add up" in bank(camt(("1425.60", placed.number), closing="2425.00"))
    assert "isn&#x27;t a statement" in bank(b"hello") or "isn't a statement" in bank(b"hello")
    assert "isn" in bank(camt(("1425.60", placed.number), account="DE89370400440532013000"))
    assert state(placed) == ("placed", [])


def test_what_names_no_order_is_assigned_by_hand(placed, bank, visit, charlie):
    bank(camt(("1425.60", "thank you"), ("-5.00", "fee")))
    assert state(placed) == ("placed", ["unmatched", "outgoing"])
    with bind(placed.program_id):
        entry = BankEntry.objects.order_by("pk")[0]
    desk, page = visit(charlie), f"/admin/store/bankentry/{entry.pk}/assign/"
    assert "no order with this number" in desk.post(page, {"order": "NOBODY22"}).content.decode()
    assert "Booked for order" in desk.post(page, {"order": placed.number.lower()}, follow=True).content.decode()
    assert state(placed) == ("paid", ["matched", "outgoing"])


def test_money_for_a_canceled_order_waits(placed, bank, alpha, alice):
    with bind(alpha.program_id, alpha.pk, alice.pk):
        cancel_order(actor=partner_actor(alpha, alice), order=placed, today=shop.TODAY, now=shop.NOW)
    bank(camt(("1425.60", placed.number)))
    assert state(placed) == ("cancelled", ["unmatched"])
    with bind(placed.program_id):
        assert "can't be paid" in BankEntry.objects.get().note


def test_the_proforma_says_what_to_pay_and_where(placed, visit, alice, bob):
    address = f"/dashboard/orders/{placed.number}/proforma.pdf"
    answer = visit(alice).get(address)
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    for words in (placed.number, "1,425.60 EUR", "CY17002001280000001200527600", "March 16, 2026"):
        assert words in text
    assert address in visit(alice).get(f"/dashboard/orders/{placed.number}/").content.decode()
    assert visit(bob).get(address).status_code == 404
    shop.pay(placed)
    assert visit(alice).get(address).status_code == 404


def test_test_money_pays_where_it_is_on_only(placed, visit, alice, settings):
    address = f"/dashboard/orders/{placed.number}/pay/test/"
    settings.TEST_PAYMENTS = False
    assert visit(alice).post(address).status_code == 404
    settings.TEST_PAYMENTS = True
    assert "Paid with test money" in visit(alice).post(address, follow=True).content.decode()
    assert visit(alice).post(address).status_code == 404
    assert state(placed)[0] == "paid"


def test_an_order_that_nobody_paid_is_canceled(placed, bank):
    """It is due on 16 March; transfers that were on time may be booked for a week."""

    def run(day):
        with bind(placed.program_id):
            return cancel_overdue(
                actor=Actor.system(placed.program_id),
                rulebook=read_rulebook(placed.program_id),
                today=day,
                now=shop.NOW,
            )

    assert run(date(2026, 3, 23)) == 0
    bank(camt(("1000.00", placed.number)))
    assert run(date(2026, 3, 24)) == 0  # a manager decides about what is paid in part
    with bind(placed.program_id):
        BankEntry.objects.update(state="settled")
    assert state(placed)[0] == "placed"


def test_an_overdue_order_is_canceled_by_the_job(placed):
    with time_machine.travel(datetime(2026, 3, 24, 12, tzinfo=UTC), tick=False):
        assert cancel_unpaid() == 1
    assert state(placed)[0] == "cancelled"
