"""What happens to invoices."""

from dataclasses import dataclass, field
from datetime import date, datetime

from programs.rulebook import ProgramEvent
from store.models import Invoice


@dataclass(frozen=True, slots=True)
class InvoiceIssued(ProgramEvent):
    """An invoice or a credit note got its number. It carries the new row, with its order and what it corrects."""

    partner_id: int
    invoice_id: int
    today: date
    now: datetime
    invoice: Invoice = field(repr=False, compare=False)
