"""Invoice numbers have no gaps and no doubles, however many pay at once and whatever rolls back between (R9)."""

from datetime import date

import pytest
from django.db import connection, transaction

from common.tenancy import bind
from store.invoices import operations
from store.invoices.numbering import next_number
from store.models import InvoiceCounter
from tests.races.crowd import at_once, together
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
PEOPLE = sample(12, campaign=50)
SERIES = {"entity": "limited", "kind": "invoice", "year": date(2026, 3, 2).year}


class RolledBack(Exception):
    """The payment failed after it took a number."""


def take(program, *, n):
    """Take a number as the last step of a transaction; every third one rolls back."""
    with bind(program.pk):
        taken = operations.next_number(program_id=program.pk, **SERIES)
        if n % 3 == 2:
            raise RolledBack
    return taken


def kept(found):
    return sorted(each for each in found if isinstance(each, int))


@pytest.mark.rule("B24-2.2a")
def test_numbers_have_no_gaps_with_rollbacks_between(program):
    found = at_once(lambda n: take(program, n=n), people=PEOPLE)
    assert [type(each) for each in found].count(RolledBack) == PEOPLE // 3
    assert kept(found) == list(range(1, PEOPLE - PEOPLE // 3 + 1))
    with bind(program.pk):
        assert InvoiceCounter.objects.get().last == len(kept(found))


def test_control_a_sequence_leaves_gaps(program, monkeypatch):
    """A sequence of PostgreSQL gives numbers without waiting, and never takes one back."""

    def from_sequence(**series):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('store_invoice', 'id'))")
            return cursor.fetchone()[0]

    monkeypatch.setattr(operations, "next_number", from_sequence)
    numbers = kept(at_once(lambda n: take(program, n=n), people=6))
    assert numbers[-1] - numbers[0] + 1 > len(numbers) or numbers[-1] - numbers[0] + 1 < 6


def test_control_without_the_lock_numbers_are_doubled(program, monkeypatch):
    with bind(program.pk):
        next_number(program_id=program.pk, **SERIES)

    def read_then_write(**series):
        with transaction.atomic():
            return InvoiceCounter.objects.get().last + 1

    monkeypatch.setattr(operations, "next_number", together(read_then_write, people=4))
    found = at_once(lambda n: take(program, n=0), people=4)
    assert len(set(kept(found))) < 4
