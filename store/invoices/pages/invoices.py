"""A partner's invoices: the list, and one as PDF."""

import structlog
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notices.languages import languages_of
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from store.invoices.document import print_invoice
from store.invoices.queries import invoices_of
from store.invoices.statement import month_of, months_of, statement_csv, statement_pdf
from store.models import Invoice
from web.fonts import UnableToPrint
from web.paging import page_number, page_of

ROWS = 50
log = structlog.get_logger("echelon.store")


@require_safe
@partner_page("invoices.view")
def invoices(request: PartnerRequest) -> HttpResponse:
    """Invoices and credit notes, the latest first."""
    page = page_of(invoices_of(request.actor), page_number(request.GET), ROWS)
    return dashboard_page(request, "store/invoices/list.html", page=page)


@require_safe
@partner_page("invoices.view")
def invoice_pdf(request: PartnerRequest, invoice_id: int) -> HttpResponse:
    """One invoice as PDF."""
    invoice = invoices_of(request.actor).filter(pk=invoice_id).first() if invoice_id < 2**63 else None
    if invoice is None:
        raise Http404
    try:
        return pdf_answer(invoice)
    except UnableToPrint as trouble:
        log.error("invoice_not_printed", number=invoice.number, reason=str(trouble))
        return render(request, "store/invoices/unable.html", status=503)


@require_safe
@partner_page("invoices.view")
def statements(request: PartnerRequest) -> HttpResponse:
    """The months with invoices; with ``month`` and ``as``, the statement of one as PDF or CSV."""
    asked = request.GET.get("month", "")
    if not asked:
        return dashboard_page(request, "store/invoices/statements.html", months=months_of(request.actor))
    month = month_of(asked)
    if month is None or request.GET.get("as") not in ("pdf", "csv"):
        raise Http404
    if request.GET["as"] == "csv":
        return statement_csv(request.actor, month)
    language = languages_of(request.program, [request.partner.pk])[request.partner.pk]
    try:
        pdf = statement_pdf(request.actor, month, entity="", title=request.partner.name, language=language)
    except UnableToPrint as trouble:
        log.error("statement_not_printed", reason=str(trouble))
        return render(request, "store/invoices/unable.html", status=503)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="statement-{month:%Y-%m}.pdf"'
    return answer


def pdf_answer(invoice: Invoice) -> HttpResponse:
    """The PDF as a file to download. Raises ``UnableToPrint``."""
    answer = HttpResponse(print_invoice(invoice), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{invoice.number}.pdf"'
    return answer
