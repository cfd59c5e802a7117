"""API endpoints of a partner's quotes for end clients."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require
from common.clock import now, today
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from programs.rulebook import rulebook_of
from store.cart.api import ClientBody, end_client
from store.catalogue.queries import by_codes
from store.compliance.operations import note_if_excluded
from store.models import CartLine, ClientQuote
from store.orders.operations.placing import MOST_LINES
from store.quotes.operations import Offered, UnableToQuote, make_quote
from store.quotes.queries import client_quotes, quote_with_lines
from web.api.pagination import asked, paginate

MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 3}
FIELDS = ("number", "state", "company", "currency", "total", "language", "made_on", "valid_until")


class QuoteRow(serializers.Serializer[Any]):
    """A quote; the total is without tax."""

    number = serializers.CharField(help_text="The quote's number.")
    state = serializers.ChoiceField(
        ClientQuote.State.choices, help_text="`waiting` for the vendor's decision about a price below the minimum."
    )
    company = serializers.CharField(help_text="The client's.")
    currency = serializers.CharField(help_text="The currency: ISO 4217.")
    total = serializers.DecimalField(**MONEY, help_text="The sum without tax.")
    language = serializers.CharField(help_text="The language it is written in.")
    made_on = serializers.DateField(help_text="The day it was made.")
    valid_until = serializers.DateField(help_text="The last day it is valid.")


class QuoteLineRow(serializers.Serializer[Any]):
    """A product of a quote at the end client's price."""

    product = serializers.CharField(help_text="The product's code.")
    name = serializers.CharField(help_text="The product's name.")
    quantity = serializers.IntegerField(help_text="How many units.")
    unit_price = serializers.DecimalField(**MONEY, help_text="The price of one unit for the client.")
    amount = serializers.DecimalField(**MONEY, help_text="The amount for the client, without tax.")
    minimum = serializers.DecimalField(**MONEY, help_text="The minimal price of one unit.")
    floor = serializers.DecimalField(**MONEY, help_text="The lowest one that a campaign or an agreed price allowed.")


class QuoteAnswer(QuoteRow):
    """A quote with its lines."""

    lines = QuoteLineRow(many=True, help_text="The lines of the quote.")


class NewQuoteLine(serializers.Serializer[Any]):
    """A product at a price for the end client."""

    product = serializers.CharField(max_length=40, help_text="The product's code.")
    quantity = serializers.IntegerField(min_value=1, max_value=CartLine.MOST, help_text="How many units.")
    unit_price = serializers.DecimalField(**MONEY, min_value=0, help_text="Of one unit, without tax.")


class NewQuote(serializers.Serializer[Any]):
    """A quote to make, in your account's currency."""

    client = ClientBody(help_text="The client it is for.")
    lines = NewQuoteLine(many=True, max_length=MOST_LINES, help_text="The products and their prices.")
    valid_until = serializers.DateField(help_text="The last day it is valid.")
    message = serializers.CharField(required=False, max_length=4000, help_text="Printed above the prices.")
    request = serializers.CharField(
        required=False, max_length=4000, help_text="Why a price below the minimum is needed; the vendor then decides."
    )


class QuoteFilters(serializers.Serializer[Any]):
    """Which quotes."""

    state = serializers.ChoiceField(ClientQuote.State.choices, required=False, help_text="Only quotes in this state.")


QUOTE = {
    "number": "7K3M2XDQ",
    "state": "ready",
    "company": "Alder GmbH",
    "currency": "EUR",
    "total": "1188.000",
    "language": "de",
    "made_on": "2026-03-02",
    "valid_until": "2026-03-31",
}
LINE = {
    "product": "plan_year",
    "name": "Plan, 12 months",
    "quantity": 1,
    "unit_price": "1188.000",
    "amount": "1188.000",
    "minimum": "1188.000",
    "floor": "1188.000",
}
NEW = {
    "client": {"company": "Alder GmbH", "country": "DE", "account": "https://alder.cloud.example"},
    "lines": [{"product": "plan_year", "quantity": 1, "unit_price": "1188.00"}],
    "valid_until": "2026-03-31",
}


class Quotes(Endpoint):
    """The partner's quotes."""

    scopes = {"GET": "store:read", "POST": "store:write"}

    @extend_schema(
        operation_id="list_quotes",
        summary="List your quotes",
        tags=["Partner"],
        parameters=[QuoteFilters, *PAGES],
        responses={200: page_of(QuoteRow), **problems(400, 401, 403, 429)},
        examples=[page_example(QUOTE)],
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        require(self.actor, "quotes.view")
        rows = client_quotes(self.actor).filter(**asked(QuoteFilters, request))
        return Response(paginate(request._request, rows, order=("-id",), fields=FIELDS, show=_shown))

    @extend_schema(
        operation_id="make_quote",
        summary="Make a quote",
        tags=["Partner"],
        parameters=[KEY],
        request=NewQuote,
        responses={201: QuoteAnswer, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[example(NEW, "One product", request=True), example({**QUOTE, "lines": [LINE]})],
    )
    def post(self, request: Request) -> Response:
        """It is ready at once, unless a price is below the minimum."""
        try:
            return self.write(request, NewQuote, self._make)
        except UnableToQuote:
            self._note_excluded(request)  # what the refusal wrote was rolled back with it
            raise

    def _note_excluded(self, request: Request) -> None:
        program, sent = self.request._request.program, NewQuote(data=request.data)
        if sent.is_valid():
            note_if_excluded(
                actor=self.actor,
                partner=Partner.objects.visible_to(self.actor).get(),
                rulebook=rulebook_of(program),
                client=end_client(sent.validated_data["client"]),
                today=today(program.time_zone),
                now=now(),
            )

    def _make(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        found = by_codes(self.actor, [line["product"] for line in sent["lines"]])
        lines = [
            Offered(product, line["quantity"], line["unit_price"])
            for product, line in zip(found, sent["lines"], strict=True)
        ]
        made = make_quote(
            actor=self.actor,
            partner=Partner.objects.visible_to(self.actor).get(),
            rulebook=rulebook_of(program),
            client=end_client(sent["client"]),
            lines=lines,
            valid_until=sent["valid_until"],
            message=sent.get("message", ""),
            request=sent.get("request", ""),
            today=today(program.time_zone),
            now=now(),
        )
        return Response(_with_lines(self, made.number), status=201)


class QuoteDetail(Endpoint):
    """One quote."""

    scopes = {"GET": "store:read"}

    @extend_schema(
        operation_id="get_quote",
        summary="Show a quote",
        tags=["Partner"],
        parameters=[OpenApiParameter("quote_number", str, "path", description="The quote's number.")],
        responses={200: QuoteAnswer, **problems(401, 403, 404, 429)},
        examples=[example({**QUOTE, "lines": [LINE]})],
    )
    def get(self, request: Request, quote_number: str) -> Response:
        """The quote with its lines."""
        require(self.actor, "quotes.view")
        return Response(_with_lines(self, quote_number))


def _with_lines(endpoint: Endpoint, number: str) -> dict[str, Any]:
    row = quote_with_lines(endpoint.actor, number)
    if row is None:
        raise Http404
    lines = [
        {
            "product": line.product.code,
            "name": line.name,
            "quantity": line.quantity,
            **{name: f"{getattr(line, name):.3f}" for name in ("unit_price", "amount", "minimum", "floor")},
        }
        for line in row.lines.all()
    ]
    return {**_shown({name: getattr(row, name) for name in FIELDS}), "lines": lines}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: row[name] for name in FIELDS}, "total": f"{row['total']:.3f}"}
