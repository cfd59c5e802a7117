"""API endpoint of the catalogue with the partner's own prices."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require
from common.clock import today
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import PAGES, page_example, page_of, problems
from programs.rulebook import rulebook_of
from statuses.benefits import discount
from store.campaigns.queries import discount_of, running_campaigns
from store.catalogue.queries import offered
from store.models import Product, ProductState
from store.money import ZERO, minor_units
from store.pricing.markets import market_of
from store.pricing.rules import Asked, price_lines
from web.api.pagination import asked, paginate

MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 3}
FIELDS = ("code", "name", "kind", "months", "seats", "state", "amount", "minimum")


class ProductRow(serializers.Serializer[Any]):
    """A product with what one unit costs you, without tax."""

    code = serializers.CharField(help_text="The product's code.")
    name = serializers.CharField(help_text="The product's name.")
    kind = serializers.ChoiceField(Product.Kind.choices, help_text="What kind of product it is.")
    months = serializers.IntegerField(allow_null=True, help_text="The paid term.")
    seats = serializers.IntegerField(allow_null=True, help_text="How many users it is for; null if that doesn't apply.")
    state = serializers.ChoiceField([(code, code) for code in ProductState.SOLD], help_text="Who can buy it.")
    market = serializers.CharField(help_text="The code of the market whose prices apply.")
    currency = serializers.CharField(help_text="The currency: ISO 4217.")
    list_price = serializers.DecimalField(**MONEY, help_text="The list price of one unit.")
    discount = serializers.DecimalField(
        **MONEY, help_text="Of your level, less any temporary reduction, and of campaigns."
    )
    net = serializers.DecimalField(**MONEY, help_text="Your price of one unit, without tax.")
    minimum = serializers.DecimalField(**MONEY, help_text="The minimal price for the end client.")


class ProductFilters(serializers.Serializer[Any]):
    """Which products."""

    market = serializers.CharField(required=False, max_length=40, help_text="A market's code; your own by default.")
    kind = serializers.ChoiceField(Product.Kind.choices, required=False, help_text="Only products of this kind.")


PRODUCT = {
    "code": "plan_year",
    "name": "Plan, 12 months",
    "kind": "cloud",
    "months": 12,
    "seats": 50,
    "state": "on_sale",
    "market": "europe",
    "currency": "EUR",
    "list_price": "1188.000",
    "discount": "475.200",
    "net": "712.800",
    "minimum": "1188.000",
}


class Products(Endpoint):
    """The catalogue."""

    scopes = {"GET": "store:read"}

    @extend_schema(
        operation_id="list_products",
        summary="List products with your prices",
        tags=["Partner"],
        parameters=[ProductFilters, *PAGES],
        responses={200: page_of(ProductRow), **problems(400, 401, 403, 404, 429)},
        examples=[page_example(PRODUCT)],
    )
    def get(self, request: Request) -> Response:
        """Products sold in a market today, in your account's currency, with your discount."""
        require(self.actor, "catalogue.view")  # a former partner reads its orders, not today's prices
        program = request._request.program
        on, rulebook = today(program.time_zone), rulebook_of(program)
        store = rulebook.on(on).store
        if store is None:
            raise Http404
        wanted = asked(ProductFilters, request)
        partner = Partner.objects.visible_to(self.actor).get()
        home = market_of(store, host="", country=partner.country)
        market = wanted.get("market") or (home.code if home else "")
        level = discount(partner=partner, revisions=rulebook.revisions, on=on)
        campaigns = running_campaigns(self.actor, on)
        percent, units = level.percent if level else ZERO, minor_units(partner.currency)

        def show(row: Mapping[str, Any]) -> dict[str, Any]:
            campaign = discount_of(campaigns, Product(code=row["code"]), partner.country)
            cut = campaign.percent if campaign else ZERO
            priced = price_lines([Asked(row["amount"], 1, percent, campaign_percent=cut)], units=units)[0]
            return {
                **{name: row[name] for name in ("code", "name", "kind", "months", "seats", "state")},
                "market": market,
                "currency": partner.currency,
                "list_price": _text(row["amount"]),
                "discount": _text(priced.discount),
                "net": _text(priced.net),
                "minimum": _text(row["minimum"]),
            }

        rows = offered(self.actor, on, market=market, currency=partner.currency)
        if kind := wanted.get("kind"):
            rows = rows.filter(kind=kind)
        return Response(paginate(request._request, rows, order=("place", "id"), fields=FIELDS, show=show))


def _text(amount: Any) -> str:
    return f"{amount:.3f}"
