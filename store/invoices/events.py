"""What happens to invoices."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class InvoiceIssued(ProgramEvent):
    """An invoice or a credit note got its number."""

    partner_id: int
    invoice_id: int
    today: date
    now: datetime
