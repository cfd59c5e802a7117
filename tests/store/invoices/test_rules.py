"""Numbers of invoices and the arithmetic of credit notes, without a database."""

from decimal import Decimal

import pytest

from programs.definition.store import InvoiceSeries, Invoicing
from store.invoices.rules import BilledLine, BilledTax, TooMuch, credit, stem, taxes_of

D, CENT = Decimal, Decimal("0.01")


def line(place, net, category="S", percent=19):
    return BilledLine(place, "Plan", "Acme", 1, D(net), D(net), D(0), D(0), D(net), category, "VAT", D(percent))


@pytest.mark.rule("B24-2.2a")
def test_numbers_have_the_prefix_of_their_entity():
    own = InvoiceSeries(entity="limited", invoice="CY", credit_note="CYC", digits=4)
    invoicing = Invoicing(clause="B24-2.2a", series=[own])
    assert stem(invoicing.of("limited"), "invoice", 2026) == "CY2026-"
    assert stem(invoicing.of("limited"), "credit_note", 2026) == "CYC2026-"
    assert stem(invoicing.of("inc"), "invoice", 2026) == "2026-"


def test_lines_of_one_tax_are_taxed_together():
    lines = [line(1, 10), line(2, 20), line(3, 5, "AE", 0)]
    assert taxes_of(lines, {1: D("1.90"), 2: D("3.80")}) == [
        BilledTax("S", "VAT", D(19), D(30), D("5.70")),
        BilledTax("AE", "VAT", D(0), D(5), D(0)),
    ]


def test_credit_notes_add_up_to_the_invoice_to_the_cent():
    lines = [line(1, "10.01"), line(2, "20.02")]
    taxes = [BilledTax("S", "VAT", D(19), D("30.03"), D("5.71"))]
    before = []
    for wanted in ({1: D("3.33")}, {1: D("3.33")}, {2: D("20.02")}, None):
        before.append(credit(lines, taxes, before, wanted, CENT))
    assert sum(each.net for rows, _taxes in before for each in rows) == D("30.03")
    assert sum(each.tax for _rows, found in before for each in found) == D("5.71")
    with pytest.raises(TooMuch):
        credit(lines, taxes, before, None, CENT)


@pytest.mark.parametrize("wanted", [{1: D("10.02")}, {1: D(-1)}, {9: D(1)}, {}])
def test_more_than_is_left_is_refused(wanted):
    with pytest.raises(TooMuch):
        credit([line(1, "10.01")], [BilledTax("S", "VAT", D(19), D("10.01"), D("1.90"))], [], wanted, CENT)
