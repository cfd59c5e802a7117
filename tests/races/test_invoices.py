"""Invoice numbers have no gaps and no doubles, however many pay at once and whatever rolls back between (R9)."""

import pytest
from django.db import connection, transaction

from common.tenancy import bind
from store.invoices import numbering
from store.models import Invoice, InvoiceCounter
from tests.races.crowd import at_once, together
from tests.samples import sample
from tests.store.invoices.rows import billed_order, unnumbered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
PEOPLE = sample(12, campaign=50)


class RolledBack(Exception):
    """The payment failed after it took a number."""


@pytest.fixture
def orders(alpha):
    with bind(alpha.program_id):
        return [billed_order(alpha, "Private", f"I{n}") for n in range(PEOPLE)]


def take(order, *, n):
    """Issue an invoice as the last step of a transaction; every third one rolls back."""
    with bind(order.program_id):
        invoice = unnumbered(order, "Private")
        numbering.insert_numbered(invoice, stem="2026-", digits=5)
        if n % 3 == 2:
            raise RolledBack
    return invoice.sequence


def kept(found):
    return sorted(each for each in found if isinstance(each, int))


@pytest.mark.rule("B24-2.2a")
def test_numbers_have_no_gaps_with_rollbacks_between(program, orders):
    found = at_once(lambda n: take(orders[n], n=n), people=PEOPLE)
    assert [type(each) for each in found].count(RolledBack) == PEOPLE // 3
    assert kept(found) == list(range(1, PEOPLE - PEOPLE // 3 + 1))
    with bind(program.pk):
        assert InvoiceCounter.objects.get().last == len(kept(found))
        assert set(Invoice.objects.values_list("number", flat=True)) == {f"2026-{n:05}" for n in kept(found)}


def test_control_a_sequence_leaves_gaps(orders, monkeypatch):
    """A sequence of PostgreSQL gives numbers without waiting, and never takes one back."""

    def from_sequence(invoice, **series):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('store_invoice', 'id'))")
            invoice.sequence = cursor.fetchone()[0]

    monkeypatch.setattr(numbering, "insert_numbered", from_sequence)
    numbers = kept(at_once(lambda n: take(orders[n], n=n), people=6))
    assert numbers[-1] - numbers[0] + 1 > len(numbers) or numbers[-1] - numbers[0] + 1 < 6


def test_control_without_the_lock_numbers_are_doubled(program, orders, monkeypatch):
    take(orders[0], n=0)

    def read_then_write(invoice, **series):
        with transaction.atomic():
            invoice.sequence = InvoiceCounter.objects.get().last + 1

    monkeypatch.setattr(numbering, "insert_numbered", together(read_then_write, people=4))
    found = at_once(lambda n: take(orders[n], n=0), people=4)
    assert len(set(kept(found))) < 4
