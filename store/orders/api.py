"""API endpoints of a partner's orders."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import now, today
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from programs.rulebook import rulebook_of
from store.cart.operations import empty_cart
from store.cart.queries import cart_lines, wanted
from store.models import Order
from store.money import ZERO
from store.orders.operations import PricesChanged, place_order
from store.orders.queries import order_with_lines, orders
from web.api.pagination import asked, paginate
from web.api.problems import Problem

MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 3}
AMOUNTS = ("list_total", "discount_total", "bonus_total", "net_total", "tax_total", "total")
FIELDS = ("number", "state", "currency", "method", "placed_on", "due_on", "paid_on", *AMOUNTS)
LINE_FIELDS = ("name", "market", "quantity", "unit_price", "list_amount", "bonus", "net", "tax", "total")


class OrderRow(serializers.Serializer[Any]):
    """An order; amounts in its currency, tax apart."""

    number = serializers.CharField(help_text="The order's number.")
    state = serializers.ChoiceField(Order.State.choices, help_text="How far the order has come.")
    currency = serializers.CharField(help_text="The currency: ISO 4217.")
    method = serializers.CharField(help_text="The payment method's code.")
    placed_on = serializers.DateField(help_text="The day it was placed.")
    due_on = serializers.DateField(allow_null=True, help_text="The last day on which its prices are valid.")
    paid_on = serializers.DateField(allow_null=True, help_text="The day it was paid; null before.")
    list_total = serializers.DecimalField(**MONEY, help_text="The sum at list prices.")
    discount_total = serializers.DecimalField(**MONEY, help_text="The discounts on it.")
    bonus_total = serializers.DecimalField(**MONEY, help_text="The part paid with bonuses.")
    net_total = serializers.DecimalField(**MONEY, help_text="The sum to pay, without tax.")
    tax_total = serializers.DecimalField(**MONEY, help_text="The tax on it.")
    total = serializers.DecimalField(**MONEY, help_text="The sum to pay, with tax.")


class OrderLineRow(serializers.Serializer[Any]):
    """A product in an order."""

    product = serializers.CharField(help_text="The product's code.")
    name = serializers.CharField(help_text="The product's name.")
    client = serializers.CharField(help_text="The client's company name.")
    market = serializers.CharField(help_text="The code of the market whose prices apply.")
    quantity = serializers.IntegerField(help_text="How many units.")
    unit_price = serializers.DecimalField(**MONEY, help_text="The list price of one unit.")
    list_amount = serializers.DecimalField(**MONEY, help_text="The amount at the list price.")
    discount = serializers.DecimalField(**MONEY, help_text="The discount on it.")
    bonus = serializers.DecimalField(**MONEY, help_text="The part paid with bonuses.")
    net = serializers.DecimalField(**MONEY, help_text="The amount to pay, without tax.")
    tax = serializers.DecimalField(**MONEY, help_text="The tax.")
    total = serializers.DecimalField(**MONEY, help_text="The amount to pay, with tax.")


class OrderAnswer(OrderRow):
    """An order with its lines."""

    lines = OrderLineRow(many=True, help_text="The lines of the order.")


class OrderFilters(serializers.Serializer[Any]):
    """Which orders."""

    state = serializers.ChoiceField(Order.State.choices, required=False, help_text="Only orders in this state.")


ORDER = {
    "number": "7K3M2XDQ",
    "state": "placed",
    "currency": "EUR",
    "method": "bank_transfer",
    "placed_on": "2026-03-02",
    "due_on": "2026-03-16",
    "paid_on": None,
    "list_total": "1188.000",
    "discount_total": "475.200",
    "bonus_total": "0.000",
    "net_total": "712.800",
    "tax_total": "135.430",
    "total": "848.230",
}
LINE = {
    "product": "plan_year",
    "name": "Plan, 12 months",
    "client": "Alder GmbH",
    "market": "europe",
    "quantity": 1,
    "unit_price": "1188.000",
    "list_amount": "1188.000",
    "discount": "475.200",
    "bonus": "0.000",
    "net": "712.800",
    "tax": "135.430",
    "total": "848.230",
}


class NewOrder(serializers.Serializer[Any]):
    """How the cart is ordered."""

    method = serializers.CharField(max_length=40, help_text="One of the cart's payment methods.")
    seen = serializers.CharField(max_length=64, help_text="The cart's `seen`: the prices that you agree to.")
    bonus = serializers.DecimalField(**MONEY, required=False, min_value=0, help_text="How much of it bonus money pays.")


class MyOrders(Endpoint):
    """The partner's orders."""

    scopes = {"GET": "store:read", "POST": "store:write"}

    @extend_schema(
        operation_id="list_orders",
        summary="List your orders",
        tags=["Partner"],
        parameters=[OrderFilters, *PAGES],
        responses={200: page_of(OrderRow), **problems(400, 401, 403, 429)},
        examples=[page_example(ORDER)],
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        rows = orders(self.actor)
        if state := asked(OrderFilters, request).get("state"):
            rows = rows.filter(state=state)
        return Response(paginate(request._request, rows, order=("-id",), fields=FIELDS, show=_shown))

    @extend_schema(
        operation_id="place_order",
        summary="Order the cart",
        tags=["Partner"],
        parameters=[KEY],
        request=NewOrder,
        responses={201: OrderAnswer, **problems(400, 401, 403, 409, 413, 415, 422, 429)},
        examples=[
            example({"method": "bank_transfer", "seen": "5f2b"}, "By bank transfer", request=True),
            example({**ORDER, "lines": [LINE]}),
        ],
    )
    def post(self, request: Request) -> Response:
        """Order everything in the cart at the prices seen there, and empty it. 409 if a price has changed since."""
        return self.write(request, NewOrder, self._place)

    def _place(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        on, partner = today(program.time_zone), Partner.objects.visible_to(self.actor).get()
        try:
            order = place_order(
                actor=self.actor,
                partner=partner,
                rulebook=rulebook_of(program),
                wanted=wanted(cart_lines(self.actor)),
                method=sent["method"],
                seen=sent["seen"],
                bonus=sent.get("bonus", ZERO),
                today=on,
                now=now(),
            )
        except PricesChanged as error:
            raise Problem(409, str(error)) from error
        empty_cart(actor=self.actor, partner=partner)
        return Response(_with_lines(self, order.number), status=201)


class MyOrder(Endpoint):
    """One order."""

    scopes = {"GET": "store:read"}

    @extend_schema(
        operation_id="get_order",
        summary="Show an order",
        tags=["Partner"],
        parameters=[OpenApiParameter("number", str, "path", description="The order's number.")],
        responses={200: OrderAnswer, **problems(401, 403, 404, 429)},
        examples=[example({**ORDER, "lines": [LINE]})],
    )
    def get(self, request: Request, number: str) -> Response:
        """The order with its lines."""
        return Response(_with_lines(self, number))


def _with_lines(endpoint: Endpoint, number: str) -> dict[str, Any]:
    row = order_with_lines(endpoint.actor, number)
    if row is None:
        raise Http404
    lines = [
        {
            **{name: _text(getattr(line, name)) for name in LINE_FIELDS},
            "quantity": line.quantity,
            "product": line.product.code,
            "client": line.client.get("company", ""),
            "discount": _text(line.discount),
        }
        for line in row.lines.select_related("product")
    ]
    return {**_shown({name: getattr(row, name) for name in FIELDS}), "lines": lines}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _text(row[name]) if name in AMOUNTS else row[name] for name in FIELDS}


def _text(value: Any) -> Any:
    return value if isinstance(value, str | int) else f"{value:.3f}"
