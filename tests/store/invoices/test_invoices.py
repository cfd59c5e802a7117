"""Invoices and credit notes through the payment of an order, pages, admin and API."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from drafthorse.utils import validate_xml
from lxml import etree
from pypdf import PdfReader

from common.actor import Actor
from common.tenancy import bind
from notices.models import Notice
from programs.rulebook import read_rulebook
from store.invoices.document import print_invoice
from store.invoices.einvoice import has_xml, xml_of
from store.invoices.operations import UnableToInvoice, issue_credit_note, issue_invoice
from store.models import Invoice
from store.orders.operations.correcting import refund_order
from tests.store import shop
from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
D = Decimal
RAM = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}


@pytest.fixture
def paid(placed):
    """The invoice of a paid order."""
    order = shop.pay(placed(2))
    with bind(order.program_id):
        return Invoice.objects.select_related("order").get()


def credited(invoice, amounts=None):
    with bind(invoice.program_id):
        return issue_credit_note(
            actor=Actor.system(invoice.program_id),
            invoice=invoice,
            rulebook=read_rulebook(invoice.program_id),
            reason="Client withdrew",
            today=shop.TODAY,
            now=shop.NOW,
            amounts=amounts,
        )


def text_of(response):
    return response.content.decode()


@pytest.mark.rule("B24-2.2a")
def test_paying_issues_one_invoice_in_its_series(paid, placed):
    assert (paid.number, paid.entity, paid.net, paid.tax) == ("CY2026-00001", "limited", D("1425.6"), 0)
    assert paid.taxes[0]["category"] == "AE"
    order = shop.pay(placed())
    with bind(paid.program_id):
        again = issue_invoice(
            actor=Actor.system(paid.program_id),
            order=order,
            rulebook=read_rulebook(paid.program_id),
            today=shop.TODAY,
            now=shop.NOW,
        )
        assert again.number == "CY2026-00002"
        assert Invoice.objects.count() == 2
        assert "Invoice CY2026-00001 for €1,425.60" in Notice.objects.get(key=f"invoice/{paid.pk}").body


def test_credit_notes_have_their_own_series_and_never_exceed_the_invoice(paid):
    part = credited(paid, {1: D("425.60")})
    assert (part.number, part.total, part.corrects) == ("CYC2026-00001", D("425.6"), paid)
    rest = credited(paid)
    assert (rest.number, rest.total) == ("CYC2026-00002", 1000)
    with pytest.raises(UnableToInvoice, match="more than is left"):
        credited(paid)
    with pytest.raises(UnableToInvoice, match="instead of its credit note"):
        credited(rest)


def test_a_refund_issues_the_credit_note(paid, charlie):
    with bind(paid.program_id):
        refund_order(
            actor=Actor.system(paid.program_id),
            order=paid.order,
            reason="Client withdrew",
            today=shop.TODAY,
            now=shop.NOW,
            units={1: 1},
        )
        note = Invoice.objects.get(kind="credit_note")
        assert (note.total, note.corrects, note.reason) == (D("712.8"), paid, "Client withdrew")


def test_an_unpaid_order_has_none(placed):
    order = placed()
    with bind(order.program_id), pytest.raises(UnableToInvoice):
        issue_invoice(
            actor=Actor.system(order.program_id),
            order=order,
            rulebook=read_rulebook(order.program_id),
            today=shop.TODAY,
            now=shop.NOW,
        )


def test_the_xml_fits_the_schema_of_en_16931(paid):
    for document in (paid, credited(paid, {1: D("25.60")})):
        with bind(paid.program_id):
            root = etree.fromstring(validate_xml(xml_of(document), "FACTUR-X_EN16931"))
        assert root.findtext(".//ram:DuePayableAmount", namespaces=RAM) == "0.00"
        assert root.findtext(".//ram:GrandTotalAmount", namespaces=RAM) == str(document.total.quantize(D("0.01")))
        assert root.findtext(".//ram:ExemptionReasonCode", namespaces=RAM) == "VATEX-EU-AE"
    assert root.findtext(".//ram:InvoiceReferencedDocument/ram:IssuerAssignedID", namespaces=RAM) == paid.number


def test_outside_the_scope_of_vat_no_vat_number_and_no_rate_are_given(paid):
    paid.taxes[0] |= {"category": "O", "name": "Outside the scope of VAT"}
    paid.lines[0] |= {"category": "O"}
    with bind(paid.program_id):
        root = etree.fromstring(validate_xml(xml_of(paid), "FACTUR-X_EN16931"))
    assert root.find(".//ram:SpecifiedTaxRegistration", RAM) is None
    assert root.find(".//ram:RateApplicablePercent", RAM) is None


def test_the_pdf_holds_the_xml_and_reads_in_the_buyers_language(paid):
    with bind(paid.program_id):
        reader = PdfReader(BytesIO(print_invoice(paid)))
    (content,) = reader.attachments["factur-x.xml"]
    assert b"CY2026-00001" in content
    metadata = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b"<fx:ConformanceLevel>EN 16931" in metadata
    assert b"pdfaid" in metadata
    text = reader.pages[0].extract_text()
    for words in ("CY2026-00001", "Reverse charge", "1,425.60 EUR", "Acme", "10115 Berlin"):
        assert words in text


def test_three_decimals_have_no_xml(paid):
    assert (has_xml("EUR"), has_xml("JPY"), has_xml("KWD")) == (True, True, False)
    paid.currency = "KWD"
    with pytest.raises(ValueError, match="three decimals"):
        xml_of(paid)
    with bind(paid.program_id):
        reader = PdfReader(BytesIO(print_invoice(paid)))
    assert not reader.attachments
    assert "1,425.600 KWD" in reader.pages[0].extract_text()


def test_a_partner_downloads_its_invoices_only(paid, visit, alice, bob):
    address = f"/dashboard/invoices/{paid.pk}.pdf"
    assert paid.number in text_of(visit(alice).get("/dashboard/invoices/"))
    answer = visit(alice).get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert visit(bob).get(address).status_code == 404


def test_the_bookkeeper_gets_a_table_that_can_be_summed(paid, visit, charlie):
    credited(paid, {1: D("425.60")})
    desk = visit(charlie)
    period = {"first": "2026-03-01", "last": "2026-03-31"}
    table = b"".join(desk.post("/admin/store/invoice/export/", period).streaming_content).decode()
    assert "CY2026-00001,invoice,limited,alpha" in table
    assert "-425.60" in table
    assert desk.get(f"/admin/store/invoice/{paid.pk}/pdf/").headers["Content-Type"] == "application/pdf"


def test_a_manager_credits_a_line(paid, visit, charlie):
    desk, address = visit(charlie), f"/admin/store/invoice/{paid.pk}/credit/"
    assert "Enter both" in text_of(desk.post(address, {"amount": "5", "reason": "Goodwill"}))
    assert "was issued" in text_of(desk.post(address, {"amount": "5", "line": "1", "reason": "Goodwill"}, follow=True))
    with bind(paid.program_id):
        assert Invoice.objects.get(kind="credit_note").total == 5


def test_the_api_lists_invoices(paid, visit, alpha, alice):
    (row,) = caller(visit(), partner_secret(alpha, alice))("me/invoices/?kind=invoice").json()["results"]
    assert (row["number"], row["total"], row["order"]) == ("CY2026-00001", "1425.600", paid.order.number)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM store_invoice",
        "UPDATE store_invoice SET total = total + 1",
        "UPDATE store_invoicecounter SET last = last + 2",
        "UPDATE store_invoicecounter SET last = last - 1",
        "DELETE FROM store_order",
    ],
)
def test_the_database_keeps_what_was_invoiced(paid, statement):
    with bind(paid.program_id), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_numbers_whatever_is_inserted(paid):
    with bind(paid.program_id):
        paid.pk, paid.kind, paid.corrects_id, paid.sequence, paid.number = None, "credit_note", paid.pk, 77, "CN2026-##"
        paid.save(force_insert=True)
        paid.refresh_from_db()
        assert (paid.sequence, paid.number) == (1, "CN2026-01")
