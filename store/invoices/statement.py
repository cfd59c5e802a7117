"""The statement of a month: every invoice and credit note with its taxes, and the sums, as PDF or CSV."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from common.actor import Actor
from common.dates import DAY, months_after
from common.sheets import lines
from store.invoices.content import taxes_read
from store.invoices.queries import COLUMNS, ledger
from store.invoices.rules import BilledTax
from store.models import Invoice
from store.pdf import print_a4

ZERO = Decimal(0)
MOST_PRINTED = 1000  # documents in a PDF; the CSV has all


@dataclass
class TaxSum:
    """What a month has of one tax."""

    tax: BilledTax
    base: Decimal = ZERO
    amount: Decimal = ZERO


@dataclass
class Sums:
    """The sums of a month in one currency; credit notes count negative."""

    currency: str
    net: Decimal = ZERO
    tax: Decimal = ZERO
    total: Decimal = ZERO
    taxes: dict[tuple[str, str, Decimal], TaxSum] = field(default_factory=dict)

    def add(self, sign: int, invoice: Invoice) -> None:
        """Add a document."""
        self.net, self.tax = self.net + sign * invoice.net, self.tax + sign * invoice.tax
        self.total += sign * invoice.total
        for tax in taxes_read(invoice.taxes):
            row = self.taxes.setdefault(tax.key, TaxSum(tax))
            row.base, row.amount = row.base + sign * tax.base, row.amount + sign * tax.tax


def months_of(actor: Actor) -> list[date]:
    """The first days of the months that have documents the actor may see, latest first."""
    return list(Invoice.objects.visible_to(actor).dates("issued_on", "month", order="DESC"))


def sums_of(rows: Iterable[Invoice]) -> list[Sums]:
    """The sums of documents, by currency."""
    found: dict[str, Sums] = {}
    for row in rows:
        sums = found.setdefault(row.currency, Sums(row.currency))
        sums.add(1 if row.kind == Invoice.Kind.INVOICE else -1, row)
    return sorted(found.values(), key=lambda each: each.currency)


def statement_pdf(actor: Actor, month: date, *, entity: str, title: str, language: str) -> bytes:
    """The statement of the month that begins on a day; ``entity`` limits it. Raises ``fonts.UnableToPrint``."""
    first, last = span(month)
    rows = Invoice.objects.visible_to(actor).filter(issued_on__gte=first, issued_on__lte=last)
    if entity:
        rows = rows.filter(entity=entity)
    found = list(rows.select_related("partner", "corrects").order_by("entity", "kind", "year", "sequence"))
    with translation.override(language):
        shown = {
            "title": title,
            "language": language,
            "mirrored": translation.get_language_bidi(),
            "month": first,
            "last": last,
            "rows": found[:MOST_PRINTED],
            "more": max(len(found) - MOST_PRINTED, 0),
            "sums": sums_of(found),
            "by_partner": actor.is_vendor,
        }
        html = render_to_string("store/invoices/statement.html", shown)
    text = "".join([title, *(str(row.buyer.get("name", "")) for row in found[:MOST_PRINTED])])
    return print_a4(html, text=text, identifier=f"statement-{first:%Y-%m}")


def statement_csv(actor: Actor, month: date, *, entity: str = "") -> HttpResponse:
    """The rows of the month for the bookkeeper's program, as a file."""
    first, last = span(month)
    rows = [row for row in ledger(actor, first=first, last=last) if not entity or row[3] == entity]
    answer = HttpResponse("".join(lines(COLUMNS, rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="statement-{first:%Y-%m}.csv"'
    return answer


def span(month: date) -> tuple[date, date]:
    """The first and last day of a month."""
    first = month.replace(day=1)
    return first, months_after(first, 1) - DAY


def month_of(text: str) -> date | None:
    """The first day of a month written as 2026-03; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-03") else None
    except ValueError:
        return None
