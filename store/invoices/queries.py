"""Reads of invoices: a partner's, and the bookkeeper's table of a period."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from common.actor import Actor
from store.invoices.content import taxes_read
from store.models import Invoice

COLUMNS = (
    "date",
    "number",
    "kind",
    "entity",
    "partner",
    "buyer",
    "country",
    "tax_id",
    "order",
    "corrects",
    "paid_on",
    "currency",
    "tax_category",
    "tax_percent",
    "net",
    "tax",
    "total",
)


def invoices_of(actor: Actor) -> QuerySet[Invoice]:
    """Invoices the actor may see, the latest first, with their orders."""
    return Invoice.objects.visible_to(actor).select_related("order", "corrects").order_by("-pk")


def ledger(actor: Actor, *, first: date, last: date) -> Iterator[list[Any]]:
    """The rows of the bookkeeper's table: one for each tax of each document of a period, in the order of numbers.

    The amounts of credit notes are negative here, so that a column can be summed.
    """
    rows = Invoice.objects.visible_to(actor).filter(issued_on__gte=first, issued_on__lte=last)
    rows = rows.select_related("partner", "order", "corrects").order_by("entity", "kind", "year", "sequence")
    for row in rows.iterator(500):
        sign = Decimal(1 if row.kind == Invoice.Kind.INVOICE else -1)
        shared = [
            row.issued_on,
            row.number,
            row.kind,
            row.entity,
            row.partner.code,
            row.buyer.get("name", ""),
            row.buyer.get("country", ""),
            row.buyer.get("tax_id", ""),
            row.order.number,
            row.corrects.number if row.corrects else "",
            row.paid_on,
            row.currency,
        ]
        for tax in taxes_read(row.taxes):
            amounts = (sign * tax.base, sign * tax.tax, sign * (tax.base + tax.tax))
            yield [*shared, tax.category, tax.percent, *amounts]
