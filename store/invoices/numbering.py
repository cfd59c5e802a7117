"""The numbers of invoices, and the seller's data that are printed beside them (R9)."""

from datetime import date
from typing import Any

from django.db import connection

from programs.definition.store import InvoiceSeries, Invoicing
from programs.rulebook import Rulebook

# The row stays locked until the transaction ends: a rollback gives the number back, so that there are no gaps.
_NEXT = """
INSERT INTO store_invoicecounter AS counter (program_id, entity, kind, year, last) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (program_id, entity, kind, year) DO UPDATE SET last = counter.last + 1
RETURNING last
"""


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


def next_number(*, program_id: int, entity: str, kind: str, year: int) -> int:
    """Take the next number of a series; the transaction keeps it for itself until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [program_id, entity, kind, year])
        return int(cursor.fetchone()[0])
