"""A partner's page of the catalogue, with its own prices."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import may
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.definition.store import Market
from statuses.benefits import discount
from store.campaigns.queries import running_campaigns
from store.catalogue.offers import offer_of
from store.catalogue.queries import offered
from store.models import Product
from store.pricing.markets import market_of
from web.choosing import as_choices
from web.fields import Search
from web.forms import offer
from web.paging import page_number, page_of

ROWS = 24


@require_safe
@partner_page("catalogue.view")
def catalogue(request: PartnerRequest) -> HttpResponse:
    """The products of a market: list price, the partner's discount and net, minimal end-user price (B24-2.2b)."""
    store = request.definition.store
    if store is None:
        raise Http404
    currency = request.partner.currency
    markets = [market for market in store.markets if currency in market.currencies]
    home = market_of(store, host="", country=request.partner.country)
    form = CatalogueFilters(request.GET, markets=markets, home=home)
    rows = form.apply(offered(request.actor, request.today, market=form.market_code, currency=currency))
    page = page_of(rows, page_number(request.GET), ROWS)
    campaigns = running_campaigns(request.actor, request.today)
    level = discount(partner=request.partner, revisions=request.rulebook.revisions, on=request.today)
    return dashboard_page(
        request,
        "store/catalogue/catalogue.html",
        form=form,
        page=page,
        offers=[offer_of(product, level, campaigns, request.partner.country, currency) for product in page.rows],
        level=level,
        currency=currency,
        shows_minimum=bool(store.minimum_price and store.minimum_price.shown),
        campaigns=campaigns,
        may_order=may(request.actor, "orders.place"),
        client=slug if re.fullmatch(r"[\w-]{1,60}", slug := request.GET.get("client", "")) else "",
    )


class CatalogueFilters(forms.Form):
    """Filters of the catalogue."""

    q = Search(label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *as_choices(Product.Kind.choices)]
    )
    market = forms.ChoiceField(label=_("Market"), required=False)

    def __init__(self, data: Any, *, markets: Sequence[Market], home: Market | None) -> None:
        super().__init__(data)
        self.codes = [market.code for market in markets]
        offer(self, "market", [("", _("Your market")), *((market.code, market.name) for market in markets)])
        self.home = home.code if home and home.code in self.codes else next(iter(self.codes), "")
        self.is_valid()

    @property
    def market_code(self) -> str:
        """The chosen market, or the partner's own."""
        return self.cleaned_data.get("market") or self.home

    def apply(self, rows: QuerySet[Product]) -> QuerySet[Product]:
        """The rows that match the valid filters."""
        if text := self.cleaned_data.get("q"):
            rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text))
        if kind := self.cleaned_data.get("kind"):
            rows = rows.filter(kind=kind)
        return rows

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())
