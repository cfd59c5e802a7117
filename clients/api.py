"""API endpoints of clients: a partner's own, and for the vendor's product seats and all clients."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clients.models import Client, ClientLicence
from clients.operations.reports import report_seats
from common.clock import now, today
from partners.tokens.api.endpoint import Endpoint, VendorEndpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_of, problems
from web.api.pagination import Row, asked, paginate


class ClientRow(serializers.Serializer[Any]):
    """A client, without its contact: contacts are shown one at a time on the page."""

    id = serializers.IntegerField(help_text="The client's id.")
    kind = serializers.ChoiceField(
        Client.Kind.choices, help_text="Whether the client works in the cloud or on its own servers."
    )
    account = serializers.CharField(help_text="The host of the cloud account; may be empty on-premise.")
    company = serializers.CharField(help_text="The client's company name.")
    country = serializers.CharField(help_text="The client's country: ISO 3166-1, two letters.")
    origin = serializers.ChoiceField(Client.Origin.choices, help_text="How the client came to the partner.")
    linked_on = serializers.DateField(help_text="The day the client was linked to the partner.")
    first_paid_on = serializers.DateField(allow_null=True, help_text="The day of the first payment; null before.")


class PartnerClientRow(ClientRow):
    """A client and its partner."""

    partner = serializers.CharField(help_text="The partner's code.")


class LicenceRow(serializers.Serializer[Any]):
    """A license, without its key: keys are shown one at a time on the page."""

    id = serializers.IntegerField(help_text="The license's id.")
    client = serializers.IntegerField(allow_null=True, help_text="The client's id; null before it is registered.")
    kind = serializers.ChoiceField(ClientLicence.Kind.choices, help_text="Whether it is a subscription or a key.")
    product = serializers.CharField(help_text="The product's code.")
    plan = serializers.CharField(help_text="The plan or edition.")
    seats = serializers.IntegerField(help_text="How many users may work with it.")
    starts_on = serializers.DateField(help_text="The first day of its term.")
    ends_on = serializers.DateField(allow_null=True, help_text="The last day of its term; null without an end.")
    reference = serializers.CharField(help_text="The order line it comes from.")
    registered_on = serializers.DateField(allow_null=True, help_text="The day the key was registered; null before.")
    register_by = serializers.DateField(
        allow_null=True, help_text="The last day to register the key; null if it needs none."
    )
    state = serializers.ChoiceField(ClientLicence.State.choices, help_text="Whether it can be used.")


class ClientFilters(serializers.Serializer[Any]):
    """Which clients."""

    origin = serializers.ChoiceField(
        Client.Origin.choices, required=False, help_text="Only clients that came this way."
    )
    kind = serializers.ChoiceField(Client.Kind.choices, required=False, help_text="Only clients of this kind.")


class Seats(serializers.Serializer[Any]):
    """The user limit of an account's plan."""

    account = serializers.CharField(max_length=300, help_text="The account in the product, as its sign-up reported it.")
    seats = serializers.IntegerField(min_value=1, max_value=10_000_000, help_text="How many users the plan allows now.")


_CLIENT = ("id", "kind", "account", "company", "country", "origin", "linked_on", "first_paid_on")
_LICENCE = (
    "id",
    "client_id",
    "kind",
    "product",
    "plan",
    "seats",
    "starts_on",
    "ends_on",
    "reference",
    "registered_on",
    "register_by",
    "state",
)
CLIENT = {
    "id": 31,
    "kind": "cloud",
    "account": "alder.cloud.example",
    "company": "Alder GmbH",
    "country": "DE",
    "origin": "referral",
    "linked_on": "2026-02-03",
    "first_paid_on": None,
}
LICENCE = {
    "id": 44,
    "client": 31,
    "kind": "subscription",
    "product": "cloud_standard_year",
    "plan": "Cloud Standard, 12 months",
    "seats": 50,
    "starts_on": "2026-02-03",
    "ends_on": "2027-02-02",
    "reference": "order-1041-1-1",
    "registered_on": "2026-02-03",
    "register_by": None,
    "state": "active",
}


class MyClients(Endpoint):
    """The partner's clients."""

    scopes = {"GET": "clients:read"}

    @extend_schema(
        operation_id="list_clients",
        summary="List your clients",
        tags=["Partner"],
        parameters=[ClientFilters, *PAGES],
        responses={200: page_of(ClientRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [CLIENT]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first, without contacts (B24-5.3)."""
        rows = Client.objects.visible_to(self.actor).current().filter(**asked(ClientFilters, request))
        return Response(paginate(request._request, rows, order=("-id",), fields=_CLIENT, show=_client))


class MyLicences(Endpoint):
    """The licenses of the partner's clients."""

    scopes = {"GET": "clients:read"}

    @extend_schema(
        operation_id="list_licenses",
        summary="List your clients' licenses",
        tags=["Partner"],
        parameters=[*PAGES],
        responses={200: page_of(LicenceRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [LICENCE]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first, without keys."""
        rows = ClientLicence.objects.visible_to(self.actor)
        return Response(paginate(request._request, rows, order=("-id",), fields=_LICENCE, show=_licence))


class AllClients(VendorEndpoint):
    """The clients of all partners."""

    scopes = {"GET": "clients:read"}

    @extend_schema(
        operation_id="list_all_clients",
        summary="List clients",
        tags=["Vendor"],
        parameters=[ClientFilters, *PAGES],
        responses={200: page_of(PartnerClientRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [{**CLIENT, "partner": "acme"}]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first, without contacts."""
        rows = Client.objects.visible_to(self.actor).current().filter(**asked(ClientFilters, request))
        fields = (*_CLIENT, "partner__code")
        return Response(paginate(request._request, rows, order=("-id",), fields=fields, show=_of_partner))


class SeatReports(VendorEndpoint):
    """Seats that the vendor's product reports."""

    scopes = {"POST": "clients:write"}

    @extend_schema(
        operation_id="report_seats",
        summary="Report an account's seats",
        tags=["Vendor"],
        parameters=[KEY],
        request=Seats,
        responses={200: LicenceRow, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[example({"account": "alder.cloud.example", "seats": 50}, "Seats", request=True), example(LICENCE)],
    )
    def post(self, request: Request) -> Response:
        """The user limit of the account's plan; new seats count by it on the day they are complete (B24-g)."""
        return self.write(request, Seats, self._report)

    def _report(self, sent: dict[str, Any]) -> Response:
        on = today(self.request._request.program.time_zone)
        row = report_seats(actor=self.actor, today=on, now=now(), **sent)
        return Response(_licence(ClientLicence.objects.visible_to(self.actor).values(*_LICENCE).get(pk=row.pk)))


def _client(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _CLIENT}


def _of_partner(row: Row) -> dict[str, Any]:
    return {"partner": row["partner__code"], **_client(row)}


def _licence(row: Row) -> dict[str, Any]:
    return {name.removesuffix("_id") if name == "client_id" else name: row[name] for name in _LICENCE}
