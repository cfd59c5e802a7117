"""The month's statement for the bookkeeper: what it sums, for the partner and for the vendor."""

import csv
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from common.tenancy import bind
from store.orders.operations.correcting import refund_order
from tests.cast import staff_actor
from tests.store import shop

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def rows(answer):
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_a_month_is_summed_for_the_partner_and_the_vendor(placed, alpha, alice, bob, charlie, visit):
    order = shop.pay(placed(2))
    with bind(alpha.program_id):
        given = {"actor": staff_actor(alpha.program, charlie), "order": order, "reason": "Back"}
        refund_order(units={1: 1}, today=shop.TODAY, now=shop.NOW, **given)
    own, desk = visit(alice), visit(charlie)
    page = own.get("/dashboard/invoices/statements/").content.decode()
    assert "month=2026-03&amp;as=pdf" in page
    address = "/dashboard/invoices/statements/?month=2026-03&as="
    text = PdfReader(BytesIO(own.get(address + "pdf").content)).pages[0].extract_text()
    for words in ("Alpha", "CY2026-00001", "CYC2026-", "1,425.60 EUR", "−712.80 EUR", "712.80 EUR"):
        assert words in text, words
    table = rows(own.get(address + "csv"))
    assert sorted(row["net"].lstrip("'") for row in table) == ["-712.800", "1425.600"]
    asked = {"month": "2026-03", "entity": "limited", "form": "csv"}
    assert len(rows(desk.post("/admin/store/invoice/statement/", asked))) == len(table) == 2
    pdf = desk.post("/admin/store/invoice/statement/", {**asked, "form": "pdf"})
    assert "Alpha" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert rows(desk.post("/admin/store/invoice/statement/", {**asked, "month": "2026-02"})) == []
    assert rows(visit(bob).get(address + "csv")) == []  # another partner has none
    for wrong in ("?month=2026-13&as=pdf", "?month=2026-03", "?month=202603&as=csv"):
        assert own.get("/dashboard/invoices/statements/" + wrong).status_code == 404
