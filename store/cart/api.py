"""API endpoint of the partner's cart: what is in it at today's prices, and filling it."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require
from common.clock import now, today
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import KEY, example, problems
from programs.rulebook import rulebook_of
from store.cart.operations import NewLine, replace_cart
from store.cart.queries import Cart, cart_of
from store.catalogue.queries import by_codes
from store.models import CartLine
from store.orders.buyers import methods
from store.orders.operations.placing import MOST_LINES
from store.pricing.asked import EndClient

MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 3}
AMOUNTS = ("list_amount", "discount", "bonus", "net", "tax", "total")


class ClientBody(serializers.Serializer[Any]):
    """The client a line is for."""

    id = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="Of a client that you have."
    )
    company = serializers.CharField(required=False, max_length=200, help_text="The client's company name.")
    country = serializers.CharField(required=False, max_length=2, help_text="ISO 3166 code.")
    account = serializers.CharField(required=False, max_length=300, help_text="Address of its cloud account.")
    contact = serializers.CharField(required=False, max_length=200, help_text="The contact's name.")
    email = serializers.CharField(required=False, max_length=254, help_text="The contact's email address.")
    phone = serializers.CharField(required=False, max_length=60, help_text="The contact's phone number.")
    tax_id = serializers.CharField(required=False, max_length=40, help_text="The company's tax ID.")


class NewCartLine(serializers.Serializer[Any]):
    """A product for a client."""

    product = serializers.CharField(max_length=40, help_text="The product's code.")
    quantity = serializers.IntegerField(min_value=1, max_value=CartLine.MOST, help_text="How many units.")
    client = ClientBody(help_text="The client it is for.")


class NewCart(serializers.Serializer[Any]):
    """Everything that shall be in the cart; what is in it now is replaced."""

    lines = NewCartLine(many=True, max_length=MOST_LINES, help_text="All lines of the cart.")


class CartLineRow(serializers.Serializer[Any]):
    """A line with its amounts; null while something keeps it from being bought, which ``problems`` says."""

    product = serializers.CharField(help_text="The product's code.")
    name = serializers.CharField(help_text="The product's name.")
    quantity = serializers.IntegerField(help_text="How many units.")
    client = ClientBody(help_text="The client it is for.")
    list_amount = serializers.DecimalField(**MONEY, allow_null=True, help_text="The amount at the list price.")
    discount = serializers.DecimalField(**MONEY, allow_null=True, help_text="The discount on it.")
    bonus = serializers.DecimalField(**MONEY, allow_null=True, help_text="The part paid with bonuses.")
    net = serializers.DecimalField(**MONEY, allow_null=True, help_text="The amount to pay, without tax.")
    tax = serializers.DecimalField(**MONEY, allow_null=True, help_text="The tax.")
    total = serializers.DecimalField(**MONEY, allow_null=True, help_text="The amount to pay, with tax.")
    minimum = serializers.DecimalField(**MONEY, allow_null=True, help_text="Minimal end-user price of all units.")
    campaign = serializers.CharField(
        allow_blank=True, help_text="The campaign that gives the discount; empty without one."
    )
    problems = serializers.ListField(
        child=serializers.CharField(), help_text="Why the line can't be bought; empty if it can."
    )


class CartAnswer(serializers.Serializer[Any]):
    """The cart at today's prices."""

    currency = serializers.CharField(help_text="The currency: ISO 4217.")
    lines = CartLineRow(many=True, help_text="The lines of the cart.")
    net_total = serializers.DecimalField(**MONEY, help_text="The sum to pay, without tax.")
    tax_total = serializers.DecimalField(**MONEY, help_text="The tax on it.")
    total = serializers.DecimalField(**MONEY, help_text="The sum to pay, with tax.")
    ready = serializers.BooleanField(help_text="Whether it can be ordered.")
    waits = serializers.BooleanField(help_text="Whether its order waits for a compliance decision.")
    methods = serializers.ListField(child=serializers.CharField(), help_text="The payment methods that it can have.")
    seen = serializers.CharField(help_text="A digest of these prices; send it with the order.")


LINE = {
    "product": "plan_year",
    "quantity": 1,
    "client": {"company": "Alder GmbH", "country": "DE", "account": "https://alder.cloud.example"},
}
CART = {
    "currency": "EUR",
    "lines": [
        {
            **LINE,
            "name": "Plan, 12 months",
            "list_amount": "1188.000",
            "discount": "475.200",
            "bonus": "0.000",
            "net": "712.800",
            "tax": "135.430",
            "total": "848.230",
            "minimum": "1188.000",
            "campaign": "",
            "problems": [],
        }
    ],
    "net_total": "712.800",
    "tax_total": "135.430",
    "total": "848.230",
    "ready": True,
    "waits": False,
    "methods": ["bank_transfer"],
    "seen": "5f2b",
}


class CartEndpoint(Endpoint):
    """The partner's cart."""

    scopes = {"GET": "store:read", "POST": "store:write"}

    @extend_schema(
        operation_id="get_cart",
        summary="Show the cart",
        tags=["Partner"],
        responses={200: CartAnswer, **problems(401, 403, 404, 429)},
        examples=[example(CART)],
    )
    def get(self, request: Request) -> Response:
        """Every line with today's prices, and what keeps it from being bought."""
        require(self.actor, "catalogue.view")
        return Response(self._shown())

    @extend_schema(
        operation_id="fill_cart",
        summary="Fill the cart",
        tags=["Partner"],
        parameters=[KEY],
        request=NewCart,
        responses={200: CartAnswer, **problems(400, 401, 403, 404, 413, 415, 422, 429)},
        examples=[example({"lines": [LINE]}, "One product", request=True), example(CART)],
    )
    def post(self, request: Request) -> Response:
        """Replace what is in the cart, and answer it with its prices."""
        return self.write(request, NewCart, self._fill)

    def _fill(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        found = by_codes(self.actor, [line["product"] for line in sent["lines"]])
        lines = [
            NewLine(product, line["quantity"], end_client(line["client"]))
            for product, line in zip(found, sent["lines"], strict=True)
        ]
        replace_cart(
            actor=self.actor,
            partner=Partner.objects.visible_to(self.actor).get(),
            rulebook=rulebook_of(program),
            lines=lines,
            today=today(program.time_zone),
            now=now(),
        )
        return Response(self._shown())

    def _shown(self) -> dict[str, Any]:
        program = self.request._request.program
        on, rulebook = today(program.time_zone), rulebook_of(program)
        if rulebook.on(on).store is None:
            raise Http404
        partner = Partner.objects.visible_to(self.actor).get()
        cart = cart_of(actor=self.actor, partner=partner, rulebook=rulebook, on=on)
        return {**_cart(cart), "methods": methods(rulebook, partner, cart.quote, on)}


def end_client(sent: dict[str, Any]) -> EndClient:
    """The client as operations take it."""
    return EndClient.of({"known" if name == "id" else name: value for name, value in sent.items()})


def client_body(client: EndClient) -> dict[str, Any]:
    """The client as the API shows it."""
    stored = {"id" if name == "known" else name: value for name, value in client.stored().items()}
    return {name: value for name, value in stored.items() if name in ClientBody().fields}


def _cart(cart: Cart) -> dict[str, Any]:
    lines = []
    for row in cart.rows:
        amounts = row.quoted.amounts if row.quoted else None
        lines.append(
            {
                "product": row.line.product.code,
                "name": row.line.product.name,
                "quantity": row.line.quantity,
                "client": client_body(row.client),
                **{name: _text(getattr(amounts, name)) if amounts else None for name in AMOUNTS},
                "minimum": _text(row.quoted.minimum) if row.quoted else None,
                "campaign": row.quoted.campaign if row.quoted else "",
                "problems": list(row.problems),
            }
        )
    return {
        "currency": cart.quote.currency,
        "lines": lines,
        "net_total": _text(cart.quote.net),
        "tax_total": _text(cart.quote.tax),
        "total": _text(cart.quote.total),
        "ready": cart.ready,
        "waits": cart.quote.under_review,
        "seen": cart.quote.seen,
    }


def _text(amount: Decimal) -> str:
    return f"{amount:.3f}"
