"""Statements are read alike in every format, without a database."""

from decimal import Decimal

import pytest

from store.payments.reading import read_statements
from store.payments.rules import UnreadableStatement, keys_of, orders_named
from tests.store.payments.statements import IBAN, ON, camt, swift, table

ENTRIES = (("1425.60", "Order 7KM2QX4P"), ("-19.00", "Fee"), ("10.00", "gift"), ("10.00", "gift"))
FORMATS = [camt, swift, table]


@pytest.mark.parametrize("written", FORMATS)
def test_a_statement_is_read(written):
    (found,) = read_statements(written(*ENTRIES))
    assert (found.account, found.currency, found.opening) == (IBAN, "EUR", 1000)
    assert (found.closing, found.difference) == (Decimal("2426.60"), 0)
    assert [(each.on, each.amount) for each in found.bookings] == [(ON, Decimal(amount)) for amount, _ in ENTRIES]
    assert "7KM2QX4P" in found.bookings[0].text


def test_an_entry_has_the_same_key_in_every_format():
    camt_keys, swift_keys, table_keys = (keys_of(read_statements(each(*ENTRIES))[0]) for each in FORMATS)
    assert camt_keys == swift_keys == table_keys
    assert len(set(camt_keys)) == len(ENTRIES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<a/>",
        b"<Document",
        b":20:x",
        b"account,currency\n1,EUR",
        b"account,currency,date,amount,balance,text\nA,EUR,2026-03-02,x,1,t",
        b'<!DOCTYPE x [<!ENTITY a "b">]><Document>&a;</Document>',
    ],
)
def test_what_is_no_statement_is_refused(content):
    with pytest.raises(UnreadableStatement):
        read_statements(content)


def test_several_payments_booked_together_are_told_apart():
    one = camt(("30.00", "together")).decode()
    details = "".join(
        f"<TxDtls><Amt Ccy='EUR'>{amount}</Amt><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
        for amount, text in (("10.00", "AAAA2222"), ("20.00", "BBBB3333"))
    )
    start, end = one.index("<TxDtls>"), one.index("</NtryDtls>")
    (found,) = read_statements((one[:start] + details + one[end:]).encode())
    assert [(each.amount, each.text) for each in found.bookings] == [(10, "AAAA2222"), (20, "BBBB3333")]


def test_an_order_is_found_in_whatever_spacing():
    assert orders_named("ref 7km2 qx4p, thanks", ["7KM2QX4P", "AAAA2222"]) == ["7KM2QX4P"]
