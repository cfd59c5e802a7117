"""Invoices in the admin: the list, the PDF, credit notes, and the bookkeeper's table."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.permissions import require
from common.actor import Actor
from common.dates import DAY
from common.sheets import lines
from partners.admin_rows import PartnerRowsAdmin
from programs.definition import Definition
from programs.request_rules import names_today
from programs.rulebook import Rulebook
from store.invoices.document import print_invoice
from store.invoices.einvoice import has_xml
from store.invoices.operations import UnableToInvoice, issue_credit_note
from store.invoices.queries import COLUMNS, ledger
from store.invoices.statement import month_of, statement_csv, statement_pdf
from store.models import Invoice
from store.templatetags.store import money
from web.admin.decisions import Asked, Decision, object_or_404
from web.admin.forms import AdminForm, Day
from web.fields import Lines, Pattern
from web.fonts import UnableToPrint
from web.forms import offer
from web.requests import Request

PERMISSION = "orders.confirm"


class Period(AdminForm):
    """A period of days."""

    first = Day(label=_("From"))
    last = Day(label=_("To"), help_text=_("The last day (inclusive)."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"first": today.replace(day=1), "last": today}, **kwargs)


class Month(AdminForm):
    """A month of one contracting entity, or of all."""

    month = Pattern(
        label=_("Month"), regex=r"^\d{4}-(0[1-9]|1[0-2])$", max_length=7, help_text=_("For example: 2026-03")
    )
    entity = forms.ChoiceField(label=_("Contracting entity"), required=False)
    form = forms.ChoiceField(label=_("File"), choices=[("pdf", _("PDF")), ("csv", _("CSV"))])

    def __init__(self, *args: Any, today: date, definition: Definition, **kwargs: Any) -> None:
        before = today.replace(day=1) - DAY
        super().__init__(*args, initial={"month": f"{before:%Y-%m}"}, **kwargs)
        entities = [(each.code, each.name) for each in definition.entities]
        offer(self, "entity", [("", _("All")), *entities])


class Credit(AdminForm):
    """What is credited, and why."""

    amount = forms.DecimalField(
        label=_("Net amount"),
        required=False,
        min_value=Decimal("0.001"),
        max_digits=16,
        decimal_places=3,
        help_text=_("Of the line below. Leave it empty to credit all that is left of the invoice."),
    )
    line = forms.IntegerField(label=_("Line"), required=False, min_value=1, max_value=1000)
    reason = Lines(label=_("Reason"), max_length=400, help_text=_("It is printed on the credit note."))

    def clean(self) -> dict[str, Any]:
        """Line and amount belong together."""
        found = super().clean() or {}
        if (found.get("amount") is None) != (found.get("line") is None):
            self.add_error("line", _("Enter both line and amount, or neither."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        amounts = {given["line"]: given["amount"]} if given.get("line") else None
        return {"reason": given["reason"], "amounts": amounts}


def export_ledger(*, actor: Actor, first: date, last: date) -> StreamingHttpResponse:
    """The bookkeeper's table of a period, as CSV."""
    require(actor, PERMISSION)
    rows = list(ledger(actor, first=first, last=last))  # read inside the request's transaction
    answer = StreamingHttpResponse(lines(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="invoices-{first}-{last}.csv"'
    return answer


def make_statement(*, actor: Actor, rulebook: Rulebook, month: str, entity: str, form: str) -> HttpResponse:
    """The statement of a month, for the bookkeeper. Raises UnableToInvoice for a month that can't be printed."""
    require(actor, PERMISSION)
    first = month_of(month)
    if first is None:
        raise UnableToInvoice({"month": str(_("Enter a month, for example 2026-03."))})
    if form == "csv":
        return statement_csv(actor, first, entity=entity)
    try:
        pdf = statement_pdf(
            actor, first, entity=entity, title=rulebook.program.name, language=translation.get_language() or "en"
        )
    except UnableToPrint as trouble:
        raise UnableToInvoice({"": str(trouble)}) from trouble
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="statement-{month}.pdf"'
    return answer


def _table(asked: Asked) -> Any:
    return asked.result


@admin.register(Invoice)
class InvoiceAdmin(PartnerRowsAdmin):
    """Invoices and credit notes, newest first."""

    list_display = ("number", "kind", "issued_on", "partner", "entity_words", "total_words", "order", "corrects")
    list_filter = (("kind", admin.ChoicesFieldListFilter), ("issued_on", RangeDateFilter))
    list_select_related = ("partner", "order", "corrects")
    exact = ("number", "order__number")
    search_help_text = _("Number of invoice or order, partner's name or code")
    ordering = ("-id",)
    fields = (
        "number",
        "kind",
        "issued_on",
        "paid_on",
        "partner",
        "entity_words",
        "net_words",
        "tax_words",
        "total_words",
        "order",
        "corrects",
        "reason",
        "electronic",
    )
    readonly_fields = ("entity_words", "net_words", "tax_words", "total_words", "electronic")
    actions_list = ("statement", "export")
    actions_detail = ("download", "credit")

    statement = Decision(
        label=_("Monthly statement"),
        icon="summarize",
        permission=PERMISSION,
        form=Month,
        operation=make_statement,
        title=_("Monthly statement"),
        button=_("Download"),
        answer=_table,
    )
    export = Decision(
        label=_("Export for bookkeeping"),
        icon="table_view",
        permission=PERMISSION,
        form=Period,
        operation=export_ledger,
        title=_("Export invoices"),
        button=_("Download CSV"),
        answer=_table,
    )
    credit = Decision(
        label=_("Credit note"),
        icon="undo",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=Credit,
        operation=issue_credit_note,
        title=_("Credit invoice %(number)s"),
        button=_("Issue credit note"),
        danger=True,
        intro=_("The credit note gets the next number of its series and is sent to the partner. It can't be undone."),
        told=_("The credit note was issued."),
    )

    @action(description=_("Download PDF"), url_path="pdf", icon="download")
    def download(self, request: Request, object_id: str) -> HttpResponse:
        """The document as PDF."""
        row = object_or_404(self, request, object_id)
        try:
            found = print_invoice(row)
        except UnableToPrint as trouble:
            messages.error(request, str(trouble))
            return HttpResponseRedirect(reverse("admin:store_invoice_change", args=[row.pk]))
        answer = HttpResponse(found, content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'attachment; filename="{row.number}.pdf"'
        return answer

    def offered(self, request: Request, row: Any) -> set[str]:
        return {"pdf", "credit"} if row.kind == Invoice.Kind.INVOICE else {"pdf"}

    def words_about(self, row: Any) -> dict[str, Any]:
        return {"number": row.number}

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names = names_today(request)

    @display(description=_("contracting entity"), ordering="entity")
    def entity_words(self, row: Any) -> str:
        return row.names.entity(row.entity)

    @display(description=_("net"))
    def net_words(self, row: Any) -> str:
        return money(row.net, row.currency)

    @display(description=_("tax"))
    def tax_words(self, row: Any) -> str:
        return money(row.tax, row.currency)

    @display(description=_("total"), ordering="total")
    def total_words(self, row: Any) -> str:
        return money(row.total, row.currency)

    @display(description=_("electronic invoice"))
    def electronic(self, row: Any) -> Any:
        if has_xml(row.currency):
            return _("In the PDF (EN 16931)")
        return _("None: EN 16931 has no amounts with three decimals, as this currency needs.")
