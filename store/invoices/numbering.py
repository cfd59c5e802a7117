"""The numbers of invoices, and the seller's data that are printed beside them (R9)."""

from datetime import date
from typing import Any

from django.db import connection

from programs.definition.store import InvoiceSeries, Invoicing
from programs.rulebook import Rulebook
from store.models import Invoice

# Number and invoice are one statement, because the counter's row stays locked until the transaction ends: everybody
# else waits for what comes after it. A rollback gives the number back, so that there are no gaps.
_INSERT = """
WITH counter AS (
    INSERT INTO store_invoicecounter AS counter (program_id, entity, kind, year, last) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (program_id, entity, kind, year) DO UPDATE SET last = counter.last + 1
    RETURNING last
)
INSERT INTO store_invoice ({columns}, sequence, number)
SELECT {values}, last, %s || lpad(last::text, greatest(%s, length(last::text)), '0') FROM counter
RETURNING id, sequence, number
"""
_COUNTED = ("id", "sequence", "number")


def series_of(rulebook: Rulebook, entity: str, on: date) -> InvoiceSeries:
    """The series of an entity's invoices, in the rules of a day."""
    rules = rulebook.on(on).store
    invoicing: Invoicing | None = rules.invoicing if rules else None
    return invoicing.of(entity) if invoicing else InvoiceSeries()


def seller_of(rulebook: Rulebook, entity: str, series: InvoiceSeries, on: date) -> dict[str, Any]:
    """The seller's data, as they are printed."""
    definition = rulebook.on(on)
    found = next((each for each in definition.entities if each.code == entity), None)
    found = found or next(iter(definition.entities), None)
    return {
        "name": found.name if found else definition.program.name,
        "address": list(found.address) if found else [],
        "country": found.country if found else "",
        "email": found.email if found else "",
        "tax_id": series.tax_id or "",
        "registration": series.registration or "",
        "iban": series.iban or "",
        "bic": series.bic or "",
        "bank": series.bank or "",
    }


def insert_numbered(invoice: Invoice, *, stem: str, digits: int) -> None:
    """Insert an invoice with the next number of its series; ``stem`` is what is printed before the count.

    The transaction keeps the series for itself until it ends: call it as late as possible.
    """
    fields = [field for field in Invoice._meta.local_concrete_fields if field.name not in _COUNTED]
    values = [field.get_db_prep_save(getattr(invoice, field.attname), connection) for field in fields]
    sql = _INSERT.format(
        columns=", ".join(connection.ops.quote_name(field.column or "") for field in fields),
        values=", ".join(f"%s::{field.db_type(connection)}" for field in fields),
    )
    series = [invoice.program_id, invoice.entity, invoice.kind, invoice.year]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*series, *values, stem, digits])
        invoice.pk, invoice.sequence, invoice.number = cursor.fetchone()
    invoice._state.adding, invoice._state.db = False, connection.alias
