"""The numbers of invoices, and the seller's data that are printed beside them (R9)."""

from datetime import date
from typing import Any

from django.db import connection

from programs.definition.store import InvoiceSeries, Invoicing
from programs.rulebook import Rulebook
from store.models import Invoice

_INSERT = "INSERT INTO store_invoice ({columns}) VALUES ({values}) RETURNING id, sequence, number"
DIGIT = "#"  # at the end of a number: the database puts the count in its place


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
    """Insert an invoice; the database gives it the next number of its series, after ``stem``.

    The transaction keeps the series for itself until it ends: call it as late as possible. Everybody else waits for
    what comes after it, so number and invoice are one statement.
    """
    invoice.sequence, invoice.number = 0, stem + DIGIT * digits
    fields = [field for field in Invoice._meta.local_concrete_fields if not field.primary_key]
    sql = _INSERT.format(
        columns=", ".join(connection.ops.quote_name(field.column or "") for field in fields),
        values=", ".join(["%s"] * len(fields)),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(getattr(invoice, field.attname), connection) for field in fields])
        invoice.pk, invoice.sequence, invoice.number = cursor.fetchone()
    invoice._state.adding, invoice._state.db = False, connection.alias
