"""API endpoint for a partner's invoices."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import PAGES, example, page_of, problems
from store.models import Invoice
from web.api.pagination import Row, asked, paginate

MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 3}
_FIELDS = (
    "id",
    "number",
    "kind",
    "issued_on",
    "paid_on",
    "currency",
    "net",
    "tax",
    "total",
    "order__number",
    "corrects__number",
)


class InvoiceRow(serializers.Serializer[Any]):
    """An invoice or a credit note; the amounts of both are positive."""

    id = serializers.IntegerField(help_text="The invoice's id.")
    number = serializers.CharField(help_text="The invoice's number.")
    kind = serializers.ChoiceField(Invoice.Kind.choices, help_text="Whether it is an invoice or a credit note.")
    issued_on = serializers.DateField(help_text="The day it was issued.")
    paid_on = serializers.DateField(help_text="The day it was paid.")
    currency = serializers.CharField(help_text="The currency: ISO 4217.")
    net = serializers.DecimalField(**MONEY, help_text="The sum without tax.")
    tax = serializers.DecimalField(**MONEY, help_text="The tax.")
    total = serializers.DecimalField(**MONEY, help_text="The sum with tax.")
    order = serializers.CharField(help_text="The order's number.")
    corrects = serializers.CharField(allow_null=True, help_text="The number of the invoice that it credits.")


class InvoiceFilters(serializers.Serializer[Any]):
    """Which invoices."""

    kind = serializers.ChoiceField(
        Invoice.Kind.choices, required=False, help_text="Only invoices, or only credit notes."
    )


INVOICE = {
    "id": 4,
    "number": "2026-00004",
    "kind": "invoice",
    "issued_on": "2026-03-02",
    "paid_on": "2026-03-02",
    "currency": "EUR",
    "net": "100.000",
    "tax": "19.000",
    "total": "119.000",
    "order": "7KM2QX4P",
    "corrects": None,
}


class Invoices(Endpoint):
    """The partner's invoices."""

    scopes = {"GET": "invoices:read"}

    @extend_schema(
        operation_id="list_invoices",
        summary="List your invoices",
        tags=["Partner"],
        parameters=[InvoiceFilters, *PAGES],
        responses={200: page_of(InvoiceRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [INVOICE]})],
    )
    def get(self, request: Request) -> Response:
        """Invoices and credit notes, the latest first."""
        rows = Invoice.objects.visible_to(self.actor).filter(**asked(InvoiceFilters, request))
        return Response(paginate(request._request, rows, order=("-id",), fields=_FIELDS, show=_invoice))


def _invoice(row: Row) -> dict[str, Any]:
    shown = {name: row[name] for name in _FIELDS[:-2]}
    amounts = {name: str(row[name]) for name in ("net", "tax", "total")}
    return {**shown, **amounts, "order": row["order__number"], "corrects": row["corrects__number"]}
