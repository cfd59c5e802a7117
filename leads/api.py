"""API endpoints of requests: the vendor's systems send and read them, a partner reads those it holds."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import now, today
from leads.models import LeadRequest, Reservation
from leads.requests.operations.receiving import receive_request
from leads.requests.queries import seen_contact
from partners.tokens.api.endpoint import Endpoint, VendorEndpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_of, problems
from programs.rulebook import rulebook_of
from web.api.fields import CountryFilter
from web.api.pagination import Row, asked, paginate


class LeadRow(serializers.Serializer[Any]):
    """A request, without contact details."""

    id = serializers.IntegerField(help_text="The request's id.")
    source = serializers.CharField(help_text="Where it came from, such as a form.")
    kind = serializers.CharField(help_text="What the client asks for: a code of the program's rules.")
    country = serializers.CharField(help_text="The client's country: ISO 3166-1, two letters.")
    region = serializers.CharField(help_text="ISO 3166-2, or empty for the whole country.")
    budget = serializers.DecimalField(
        max_digits=16, decimal_places=2, allow_null=True, help_text="The client's budget; null if it gave none."
    )
    currency = serializers.CharField(help_text="The budget's currency: ISO 4217.")
    state = serializers.ChoiceField(LeadRequest.State.choices, help_text="How far the request has come.")
    received_at = serializers.DateTimeField(help_text="When it came in.")


class LeadContactRow(LeadRow):
    """A request with what the client wrote and the contact details; each reading is logged."""

    request = serializers.CharField(help_text="What the client wrote.")
    contact = serializers.DictField(child=serializers.CharField(), help_text="The client's contact details, by name.")


class NewLead(serializers.Serializer[Any]):
    """A request to send on."""

    kind = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        help_text="What the client asks for: a code of the program's rules.",
    )
    source = serializers.CharField(max_length=40, required=False, help_text="A source of the rules; default the first.")
    partner = serializers.CharField(max_length=60, required=False, help_text="Code of a partner to ask first.")
    currency = serializers.RegexField("^[A-Z]{3}$", required=False, help_text="Of the budget.")
    answers = serializers.DictField(
        child=serializers.CharField(max_length=20_000, allow_blank=True),
        help_text="The public form's fields by code.",
    )
    consent = serializers.BooleanField(help_text="The client agreed that the request is passed on.")


class LeadFilters(serializers.Serializer[Any]):
    """Which requests."""

    state = serializers.ChoiceField(LeadRequest.State.choices, required=False, help_text="Only requests in this state.")
    country = CountryFilter(required=False, help_text="Only requests from this country: ISO 3166-1, two letters.")


class HeldRow(serializers.Serializer[Any]):
    """A request that the partner holds or held."""

    id = serializers.IntegerField(help_text="Of the reservation.")
    request = serializers.IntegerField(help_text="The request's id.")
    kind = serializers.CharField(help_text="What the client asks for: a code of the program's rules.")
    country = serializers.CharField(help_text="The client's country: ISO 3166-1, two letters.")
    state = serializers.ChoiceField(Reservation.State.choices, help_text="How the reservation stands.")
    stage = serializers.CharField(help_text="The code of the stage of the work.")
    next_step = serializers.CharField(help_text="What the partner does next; may be empty.")
    next_on = serializers.DateField(allow_null=True, help_text="The day of the next step; null without one.")
    reserved_at = serializers.DateTimeField(help_text="When the partner took the request.")


LEAD = {
    "id": 71,
    "source": "app",
    "kind": "training",
    "country": "DE",
    "region": "DE-BY",
    "budget": "5000.00",
    "currency": "EUR",
    "state": "open",
    "received_at": "2026-02-03T09:30:00+01:00",
}
NEW = {
    "kind": "training",
    "currency": "EUR",
    "answers": {
        "client": "Ana Costa",
        "email": "ana@client.example",
        "country": "DE",
        "budget": "5000",
        "request": "Training for our support team.",
    },
    "consent": True,
}
HELD = {
    "id": 12,
    "request": 71,
    "kind": "training",
    "country": "DE",
    "state": "open",
    "stage": "contacted",
    "next_step": "Send a quote",
    "next_on": "2026-02-09",
    "reserved_at": "2026-02-03T10:00:00+01:00",
}
FIELDS = ("id", "source", "kind", "country", "region", "budget", "currency", "state", "received_at")
HELD_FIELDS = (
    "id",
    "lead_id",
    "lead__kind",
    "lead__country",
    "state",
    "stage",
    "next_step",
    "next_on",
    "reserved_at",
)


class AllRequests(VendorEndpoint):
    """The program's requests."""

    scopes = {"GET": "requests:read", "POST": "requests:write"}

    @extend_schema(
        operation_id="list_all_requests",
        summary="List requests",
        tags=["Vendor"],
        parameters=[LeadFilters, *PAGES],
        responses={200: page_of(LeadRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [LEAD]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first, without contact details."""
        wanted = asked(LeadFilters, request)
        rows = LeadRequest.objects.visible_to(self.actor)
        if country := wanted.pop("country", ""):
            rows = rows.filter(country=country)
        return Response(
            paginate(request._request, rows.filter(**wanted), order=("-id",), fields=FIELDS, show=lead_shown)
        )

    @extend_schema(
        operation_id="send_request",
        summary="Send a request",
        tags=["Vendor"],
        parameters=[KEY],
        request=NewLead,
        responses={201: LeadRow, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[example(NEW, "Request", request=True), example(LEAD)],
    )
    def post(self, request: Request) -> Response:
        """It is distributed at once, and the client gets its private link by email, as from the public form."""
        return self.write(request, NewLead, self._send)

    def _send(self, sent: dict[str, Any]) -> Response:
        made = receive_request(
            actor=self.actor,
            rulebook=rulebook_of(self.request._request.program),
            kind=sent.get("kind", ""),
            answers=sent["answers"],
            consent=sent["consent"],
            source=sent.get("source", ""),
            wanted=sent.get("partner", ""),
            currency=sent.get("currency", ""),
            now=now(),
        )
        row = LeadRequest.objects.visible_to(self.actor).values(*FIELDS).get(pk=made.lead.pk)
        return Response(lead_shown(row), status=201)


class OneRequest(VendorEndpoint):
    """One request."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="get_request",
        summary="Show a request",
        tags=["Vendor"],
        parameters=[OpenApiParameter("lead_id", int, "path", description="The request's id.")],
        responses={200: LeadContactRow, **problems(401, 403, 404, 429)},
        examples=[example({**LEAD, "request": "Training for our team.", "contact": {"Email": "ana@client.example"}})],
    )
    def get(self, request: Request, lead_id: int) -> Response:
        """With contact details; the view is logged under the token's person."""
        found = LeadRequest.objects.visible_to(self.actor).filter(pk=lead_id).first()
        program = request._request.program
        leads = rulebook_of(program).on(today(program.time_zone)).leads
        if found is None or leads is None:
            raise Http404
        contact = dict(seen_contact(self.actor, found, leads, partner_id=None, now=now()))
        row = {name: getattr(found, name) for name in FIELDS}
        return Response({**lead_shown(row), "request": found.text, "contact": contact})


class MyRequests(Endpoint):
    """Requests that the partner holds or held."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="list_requests",
        summary="List your requests",
        tags=["Partner"],
        parameters=[*PAGES],
        responses={200: page_of(HeldRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [HELD]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first; contact details are at `me/requests/{id}/`, where each view is logged."""
        rows = Reservation.objects.visible_to(self.actor)
        return Response(paginate(request._request, rows, order=("-id",), fields=HELD_FIELDS, show=held_shown))


def lead_shown(row: Row) -> dict[str, Any]:
    """A row of a request as it is shown."""
    return {**row, "budget": None if row["budget"] is None else f"{row['budget']:.2f}"}


def held_shown(row: Row) -> dict[str, Any]:
    """A row of a reservation as it is shown."""
    return {
        "id": row["id"],
        "request": row["lead_id"],
        "kind": row["lead__kind"],
        "country": row["lead__country"],
        **{name: row[name] for name in ("state", "stage", "next_step", "next_on", "reserved_at")},
    }
