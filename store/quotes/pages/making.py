"""Making a quote: from the catalogue, from the cart, or as a copy of another one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.clock import now
from partners.drafts.kit import drafted, restore
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.homes import site_languages
from store.cart.queries import cart_lines
from store.catalogue.queries import offered, products
from store.choosing import client_choices
from store.models import ClientQuote
from store.pricing.markets import market_of
from store.quotes.operations import make_quote
from store.quotes.pages.forms import QuoteForm, Row
from store.quotes.queries import quote_with_lines

MOST_PRODUCTS, MOST_ROWS = 200, 100
TERM = timedelta(days=30)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("quotes.make")
def new(request: PartnerRequest) -> HttpResponse:
    """The form; a product can be added to it before it is sent. Prices below the minimum need a reason (B24-13.5)."""
    if request.definition.store is None:
        raise Http404
    rows, initial = _rows(request)
    adding = "add" in request.POST
    form = QuoteForm(
        request.POST if request.method == "POST" else None,
        rows=rows,
        clients=client_choices(request, now=now()),
        languages=site_languages(request.program),
        initial={"valid_until": request.today + TERM, **initial},
    )
    if request.method == "POST" and not adding and form.is_valid():
        with form.refusals():
            made = make_quote(
                actor=request.actor,
                partner=request.partner,
                rulebook=request.rulebook,
                client=form.end_client,
                lines=form.offered,
                valid_until=form.cleaned_data["valid_until"],
                language=form.cleaned_data["language"],
                message=form.cleaned_data["message"],
                request=form.cleaned_data["request"],
                today=request.today,
                now=now(),
            )
            if made.state == ClientQuote.State.WAITING:
                messages.success(request, _("Sent to us for approval. We'll notify you when we've decided."))
            else:
                messages.success(request, _("The quote is ready. Download the PDF to send it."))
            return redirect("store:quote", made.number)
    if adding:
        form = _unchecked(request, form, rows)
    restore(request, form, _draft(request))
    return dashboard_page(
        request,
        "store/quotes/new.html",
        form=form,
        choices=[(each.code, each.name) for each in products(request.actor)[:MOST_PRODUCTS]],
        currency=request.partner.currency,
    )


def _unchecked(request: PartnerRequest, form: QuoteForm, rows: list[Row]) -> QuoteForm:
    """The same form with a further row: what was typed stays, and nothing is marked as wrong yet."""
    typed = {name: request.POST[name] for name in form.fields if name in request.POST}
    return QuoteForm(
        None,
        rows=rows,
        clients=form.clients,
        languages=site_languages(request.program),
        initial=typed,
    )


def _draft(request: PartnerRequest) -> str:
    """The name of the draft: each way to begin a quote has its own."""
    return f"quote.{request.GET.urlencode()}"[:100]


def _rows(request: PartnerRequest) -> tuple[list[Row], dict[str, Any]]:
    """The products that the form asks about, and what its other fields hold at first."""
    if request.method == "POST":
        codes = [*request.POST.getlist("product"), *filter(None, [request.POST.get("added", "")])]
        return _of_codes(request, [code for place, code in enumerate(codes) if place < MOST_ROWS]), {}
    if begun := drafted(request, _draft(request)):
        return _of_codes(request, list(begun.typed.get("product", []))[:MOST_ROWS]), {}
    if number := request.GET.get("copy", ""):
        return _copied(request, number)
    if request.GET.get("from") == "cart":
        return _carted(request, request.GET.get("line", ""))
    code, client = request.GET.get("product", ""), request.GET.get("client", "")
    return (_of_codes(request, [code]) if code else []), {"known": client} if client else {}


def _of_codes(request: PartnerRequest, codes: list[str]) -> list[Row]:
    """A row for each product, at the list price of the partner's own market; unknown codes are left out."""
    store = request.definition.store
    assert store is not None
    home = market_of(store, host="", country=request.partner.country)
    listed: Any = offered(  # with the amounts that it adds
        request.actor, request.today, market=home.code if home else "", currency=request.partner.currency
    ).filter(code__in=codes)
    prices = {each.code: each.amount for each in listed}
    found = {each.code: each for each in products(request.actor).filter(code__in=codes)}
    return [Row(found[code], 1, prices.get(code)) for code in codes if code in found]


def _carted(request: PartnerRequest, line_id: str) -> tuple[list[Row], dict[str, Any]]:
    """The lines of the cart that are for the same client as one of them, or as the first."""
    lines = cart_lines(request.actor)
    chosen = next((each for each in lines if str(each.pk) == line_id), None) or next(iter(lines), None)
    if chosen is None:
        return [], {}
    mine = [each for each in lines if each.client == chosen.client]
    prices = {row.product.code: row.unit_price for row in _of_codes(request, [each.product.code for each in mine])}
    rows = [Row(each.product, each.quantity, prices.get(each.product.code)) for each in mine]
    return rows, dict(chosen.client)


def _copied(request: PartnerRequest, number: str) -> tuple[list[Row], dict[str, Any]]:
    known = quote_with_lines(request.actor, number)
    if known is None:
        raise Http404
    rows = [Row(line.product, line.quantity, line.unit_price) for line in known.lines.all()]
    return rows, {**known.client, "language": known.language, "message": known.message}
