"""An invoice of a tenant, with words that nobody else may read."""

from datetime import UTC, date, datetime

from django.db import models

from partners.models import Partner
from store.invoices.numbering import insert_numbered
from store.models import Invoice, InvoiceCounter, Order

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ON = date(2026, 2, 1)


def billed_order(partner: Partner, private: str, number: str) -> Order:
    """An order that is paid; its invoice isn't issued."""
    return Order.objects.create(
        program=partner.program,
        partner=partner,
        number=number,
        state="paid",
        currency="EUR",
        billing={"name": private, "country": "CY"},
        list_total=77,
        net_total=77,
        total=77,
        placed_at=NOW,
        placed_on=ON,
        paid_on=ON,
        paid_at=NOW,
    )


def invoice_of(order: Order, private: str) -> Invoice:
    """The invoice of an order, with the next number."""
    invoice = unnumbered(order, private)
    insert_numbered(invoice, stem=f"{order.program_id}-", digits=1)
    return invoice


def unnumbered(order: Order, private: str) -> Invoice:
    """The invoice of an order, not stored."""
    line = {
        "place": 1,
        "name": private,
        "client": private,
        "quantity": 1,
        "unit_price": "77",
        "list_amount": "77",
        "discount": "0",
        "bonus": "0",
        "net": "77",
        "category": "O",
        "tax_name": "",
        "percent": "0",
    }
    return Invoice(
        program_id=order.program_id,
        partner_id=order.partner_id,
        order=order,
        kind="invoice",
        year=ON.year,
        issued_on=ON,
        paid_on=ON,
        currency="EUR",
        language="en",
        seller={"name": "Vendor", "country": "CY"},
        buyer=order.billing,
        lines=[line],
        taxes=[{"category": "O", "name": "", "percent": "0", "base": "77", "tax": "0"}],
        net=77,
        tax=0,
        total=77,
        reason=private[:400],
        issued_at=NOW,
    )


def invoice_rows(partner: Partner, private: str) -> list[models.Model]:
    """An invoice of the partner's order, and the counter of its program."""
    order = Order.objects.filter(partner=partner).order_by("pk").first()
    invoice = invoice_of(order or billed_order(partner, private, f"I{partner.pk}"), private)
    return [invoice, InvoiceCounter.objects.get(program=partner.program)]
