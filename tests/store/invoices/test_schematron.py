"""Every kind of invoice keeps the rules of EN 16931, not only its schema."""

import pytest

from common.tenancy import bind
from store.invoices.einvoice import xml_of
from store.models import Invoice
from store.orders.operations.correcting import refund_order
from store.pricing.quoting import EndClient, Wanted
from tests.cast import partner_actor, staff_actor
from tests.store import shop
from tests.store.invoices.schematron import broken_rules

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
BUYERS = {
    "reverse charge": {
        "country": "DE",
        "legal": {"tax_id": "DE136695976", "legal_address": "Hauptstr. 1\n10115 Berlin"},
    },
    "taxed at home": {"country": "CY", "legal": {"registered_name": "Alpha Works Ltd", "legal_address": "1 Main St"}},
    "taxed abroad": {"country": "FR", "legal": {"registered_name": "Alpha Works", "legal_address": "1 Rue"}},
    "outside": {"country": "US", "legal": {"registered_name": "Alpha Works Inc", "legal_address": "1 Main St"}},
}


@pytest.mark.parametrize("buyer", BUYERS)
def test_invoices_and_credit_notes_keep_en_16931(buyer, program, alpha, alice, charlie):
    shop.load(program)
    shop.buyer(alpha, **BUYERS[buyer])
    shop.promote(alpha, "silver")
    wanted = [
        Wanted(shop.product(program, "cloud_standard_year"), 2, shop.ACME),
        Wanted(shop.product(program, "on_premise_50"), 1, EndClient(company="Birch", country="DE")),
    ]
    order = shop.pay(shop.place(partner_actor(alpha, alice), alpha, *wanted))
    with bind(program.pk):
        given = {"actor": staff_actor(program, charlie), "order": order, "reason": "Back"}
        refund_order(units={1: 1}, today=shop.TODAY, now=shop.NOW, **given)
        found = list(Invoice.objects.select_related("order", "corrects").order_by("pk"))
        assert [row.kind for row in found] == ["invoice", "credit_note"]
        assert {row.number: broken_rules(xml_of(row)) for row in found} == {row.number: [] for row in found}


def test_control_a_wrong_sum_is_found(program, alpha, alice):
    shop.load(program)
    shop.buyer(alpha, **BUYERS["taxed at home"])
    plan = shop.product(program, "cloud_standard_year")
    shop.pay(shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 1, shop.ACME)))
    with bind(program.pk):
        xml = xml_of(Invoice.objects.select_related("order", "corrects").get())
    sums = xml.index(b"<ram:GrandTotalAmount>")
    assert broken_rules(xml[:sums] + xml[sums:].replace(b"<ram:GrandTotalAmount>", b"<ram:GrandTotalAmount>9", 1))
