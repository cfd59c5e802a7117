"""A partner's quotes: the list, one quote, its PDF, and the steps from it."""

import structlog
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, require
from common.clock import now
from common.refusals import Refused
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from store.models import ClientQuote
from store.pricing.asked import EndClient
from store.quotes.document import print_quote
from store.quotes.operations import quote_to_cart, withdraw_quote
from store.quotes.pages.forms import QuoteFilters
from store.quotes.queries import agreements_of, client_quotes, cost_of, quote_with_lines
from web.fonts import UnableToPrint
from web.paging import page_number, page_of

log = structlog.get_logger("echelon.store")
MOST_AGREEMENTS = 50


@require_safe
@partner_page("quotes.view")
def quote_list(request: PartnerRequest) -> HttpResponse:
    """The partner's quotes, newest first, and the prices that were agreed for its clients."""
    form = QuoteFilters(request.GET)
    page = page_of(form.apply(client_quotes(request.actor), request.today), page_number(request.GET))
    if request.definition.store is None and not page.rows:
        raise Http404
    return dashboard_page(
        request,
        "store/quotes/list.html",
        form=form,
        page=page,
        agreements=agreements_of(request.actor, request.today).select_related("product")[:MOST_AGREEMENTS],
        may_quote=may(request.actor, "quotes.make"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("quotes.view")
def quote(request: PartnerRequest, quote_number: str) -> HttpResponse:
    """One quote; it can be put into the cart, copied and withdrawn."""
    row = _found(request, quote_number)
    if request.method == "POST":
        require(request.actor, "quotes.make")
        return _step(request, row)
    return dashboard_page(
        request,
        "store/quotes/quote.html",
        quote=row,
        client=EndClient.of(row.client),
        valid=row.is_valid(request.today),
        cost=cost_of(request.actor, row, request.rulebook, request.today) if row.is_valid(request.today) else None,
        may_quote=may(request.actor, "quotes.make"),
    )


@require_safe
@partner_page("quotes.view")
def pdf(request: PartnerRequest, quote_number: str) -> HttpResponse:
    """The PDF for the client, of a quote that is ready."""
    row = _found(request, quote_number)
    if row.state != ClientQuote.State.READY:
        raise Http404
    try:
        printed = print_quote(row, request.partner)
    except UnableToPrint as trouble:
        log.error("quote_not_printed", number=row.number, reason=str(trouble))
        return render(request, "store/invoices/unable.html", status=503)
    answer = HttpResponse(printed, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="quote-{row.number}.pdf"'
    return answer


def _found(request: PartnerRequest, number: str) -> ClientQuote:
    row = quote_with_lines(request.actor, number)
    if row is None:
        raise Http404
    return row


def _step(request: PartnerRequest, row: ClientQuote) -> HttpResponse:
    try:
        if "withdraw" in request.POST:
            withdraw_quote(actor=request.actor, quote=row)
            messages.success(request, _("The quote is withdrawn."))
            return redirect("store:quote", row.number)
        quote_to_cart(actor=request.actor, quote=row, rulebook=request.rulebook, today=request.today, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("store:quote", row.number)
    messages.success(request, _("The quote is in your cart, at your prices of today."))
    return redirect("store:cart")
