"""API endpoints of locations: a partner asks for countries, and the vendor's systems decide."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from leads.api_work import Nothing, known_id
from leads.deals.api_rows import WRITES, about
from leads.models import Location
from leads.rotation.operations.joining import approve_location, ask_location, decline_location, remove_location
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint, VendorEndpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from web.api.pagination import Row, asked, paginate

LOCATION_ID = OpenApiParameter("location_id", int, "path", description="The location's id.")


class LocationRow(serializers.Serializer[Any]):
    """A country, or a region of it, from which a partner gets or wants requests."""

    id = serializers.IntegerField(help_text="The location's id.")
    country = serializers.CharField(help_text="The country: ISO 3166-1, two letters.")
    region = serializers.CharField(help_text="ISO 3166-2, or empty for the whole country.")
    state = serializers.ChoiceField(Location.State.choices, help_text="Whether the vendor approved it.")
    reason = serializers.CharField(help_text="Why it was declined.")
    asked_at = serializers.DateTimeField(help_text="When the partner asked for it.")


class PartnerLocationRow(LocationRow):
    """A location and its partner."""

    partner = serializers.CharField(help_text="The partner's code.")


class LocationFilters(serializers.Serializer[Any]):
    """Which locations."""

    state = serializers.ChoiceField(Location.State.choices, required=False, help_text="Only locations in this state.")


class NewLocation(serializers.Serializer[Any]):
    """A location to ask for."""

    country = serializers.RegexField("^[A-Z]{2}$", help_text="The country: ISO 3166-1, two capital letters.")
    region = serializers.CharField(max_length=100, required=False, allow_blank=True, help_text="A name or code.")


class LocationDecision(serializers.Serializer[Any]):
    """The vendor's decision; declining needs a reason, which the partner reads."""

    approve = serializers.BooleanField(help_text="Whether the partner gets requests from there.")
    reason = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text="Why not. The partner reads this."
    )


LOCATION = {
    "id": 5,
    "country": "MT",
    "region": "",
    "state": "waiting",
    "reason": "",
    "asked_at": "2026-02-03T09:30:00+01:00",
}
_FIELDS = ("id", "country", "region", "state", "reason", "asked_at")


class Locations(Endpoint):
    """The partner's locations besides its own country."""

    scopes = {"GET": "requests:read", "POST": "requests:write"}

    @extend_schema(
        operation_id="list_locations",
        summary="List your locations",
        tags=["Partner"],
        parameters=[LocationFilters, *PAGES],
        responses={200: page_of(LocationRow), **problems(400, 401, 403, 429)},
        examples=[page_example(LOCATION)],
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        rows = Location.objects.visible_to(self.actor).filter(**asked(LocationFilters, request))
        return Response(paginate(request._request, rows, order=("-id",), fields=_FIELDS, show=dict))

    @extend_schema(
        operation_id="ask_location",
        summary="Ask for a location",
        tags=["Partner"],
        parameters=[KEY],
        request=NewLocation,
        responses={201: LocationRow, **WRITES},
        examples=[example({"country": "MT"}, "Location", request=True), example(LOCATION)],
    )
    def post(self, request: Request) -> Response:
        """A partner manager approves it."""
        return self.write(request, NewLocation, self._ask)

    def _ask(self, sent: dict[str, Any]) -> Response:
        made = ask_location(partner=Partner.objects.visible_to(self.actor).get(), **sent, **about(self))
        return Response(Location.objects.visible_to(self.actor).values(*_FIELDS).get(pk=made.pk), status=201)


class LocationRemovals(Endpoint):
    """Locations that the partner gives up."""

    scopes = {"POST": "requests:write"}

    @extend_schema(
        operation_id="remove_location",
        summary="Give a location up",
        tags=["Partner"],
        parameters=[KEY, LOCATION_ID],
        request=Nothing,
        responses={200: LocationRow, **WRITES},
        examples=[example({}, "Removal", request=True), example({**LOCATION, "state": "removed"})],
    )
    def post(self, request: Request, location_id: int) -> Response:
        """You get no new requests from there, and can ask for another location."""
        return self.write(request, Nothing, lambda sent: self._remove(location_id))

    def _remove(self, location_id: int) -> Response:
        rows = Location.objects.visible_to(self.actor)
        found = rows.filter(pk=known_id(location_id)).first()
        if found is None:
            raise Http404
        remove_location(actor=self.actor, location=found)
        return Response(rows.values(*_FIELDS).get(pk=found.pk))


class AllLocations(VendorEndpoint):
    """Locations of all partners."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="list_all_locations",
        summary="List locations",
        tags=["Vendor"],
        parameters=[LocationFilters, *PAGES],
        responses={200: page_of(PartnerLocationRow), **problems(400, 401, 403, 429)},
        examples=[page_example({**LOCATION, "partner": "acme"})],
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        rows = Location.objects.visible_to(self.actor).filter(**asked(LocationFilters, request))
        fields = (*_FIELDS, "partner__code")
        return Response(paginate(request._request, rows, order=("-id",), fields=fields, show=_of_partner))


class LocationDecisions(VendorEndpoint):
    """Decisions on locations."""

    scopes = {"POST": "requests:write"}

    @extend_schema(
        operation_id="decide_location",
        summary="Approve or decline a location",
        tags=["Vendor"],
        parameters=[KEY, LOCATION_ID],
        request=LocationDecision,
        responses={200: PartnerLocationRow, **WRITES},
        examples=[
            example({"approve": True}, "Approval", request=True),
            example({**LOCATION, "state": "approved", "partner": "acme"}),
        ],
    )
    def post(self, request: Request, location_id: int) -> Response:
        """The partner gets requests from there from now on, or reads the reason."""
        return self.write(request, LocationDecision, lambda sent: self._decide(location_id, sent))

    def _decide(self, location_id: int, sent: dict[str, Any]) -> Response:
        rows = Location.objects.visible_to(self.actor)
        found = rows.filter(pk=location_id).first() if location_id < 2**63 else None
        if found is None:
            raise Http404
        given = about(self) | {"location": found}
        del given["rulebook"]
        if sent["approve"]:
            approve_location(**given)
        else:
            decline_location(**given, reason=sent.get("reason", ""))
        return Response(_of_partner(rows.values(*_FIELDS, "partner__code").get(pk=found.pk)))


def _of_partner(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _FIELDS} | {"partner": row["partner__code"]}
