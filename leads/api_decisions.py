"""API endpoints with which the vendor's systems decide on requests and on partners' reservations of them."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from leads.api import FIELDS, HELD, HELD_FIELDS, LEAD, HeldRow, LeadRow, held_shown, lead_shown
from leads.api_enums import LEAD_DECISIONS, RESERVATION_DECISIONS
from leads.api_work import LEAD_ID, RESERVATION_ID
from leads.deals.api_rows import WRITES, about
from leads.models import LeadRequest, Reservation
from leads.requests.operations import deciding, reassigning
from leads.requests.operations.deciding import UnableToDecideLead
from partners.api_vendor import partner_or_404
from partners.models import Partner
from partners.tokens.api.endpoint import VendorEndpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from web.api.pagination import Row, asked, paginate


class LeadDecision(serializers.Serializer[Any]):
    """A decision; to assign needs `partner` and `reason`, to merge `into`, to close `reason`."""

    decision = serializers.ChoiceField(LEAD_DECISIONS, help_text="What you decide.")
    partner = serializers.CharField(max_length=60, required=False, help_text="The partner's code.")
    into = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, help_text="The earlier request.")
    reason = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text="Why; the partner or the log shows it."
    )


class ReservationDecision(serializers.Serializer[Any]):
    """A decision; to reassign needs `partner` and `reason`, to take away `reason`, `rating` what you found out."""

    decision = serializers.ChoiceField(RESERVATION_DECISIONS, help_text="What you decide.")
    partner = serializers.CharField(max_length=60, required=False, help_text="The partner's code.")
    reason = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text="Why; the partner or the log shows it."
    )


class PartnerHeldRow(HeldRow):
    """A reservation, its partner, and the client's rating."""

    partner = serializers.CharField(help_text="The partner's code.")
    touched_at = serializers.DateTimeField(help_text="When the partner last worked on it.")
    escalated_at = serializers.DateTimeField(allow_null=True, help_text="When it was reported as untouched.")
    stars = serializers.IntegerField(allow_null=True, help_text="The client's rating, 1 to 5.")


class ReservationFilters(serializers.Serializer[Any]):
    """Which reservations."""

    state = serializers.ChoiceField(
        Reservation.State.choices, required=False, help_text="Only reservations in this state."
    )
    request = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, help_text="Only reservations of the request with this id."
    )


_MORE = ("partner__code", "touched_at", "escalated_at", "stars")
_HELD = {**HELD, "partner": "acme", "touched_at": "2026-02-03T10:05:00+01:00", "escalated_at": None, "stars": 5}


class LeadDecisions(VendorEndpoint):
    """Decisions on requests."""

    scopes = {"POST": "requests:write"}

    @extend_schema(
        operation_id="decide_request",
        summary="Decide on a request",
        tags=["Vendor"],
        parameters=[KEY, LEAD_ID],
        request=LeadDecision,
        responses={200: LeadRow, **WRITES},
        examples=[
            example({"decision": "assign", "partner": "acme", "reason": "Its client"}, "Assignment", request=True),
            example({**LEAD, "state": "offered"}),
        ],
    )
    def post(self, request: Request, lead_id: int) -> Response:
        """Assign it by hand, merge it into an earlier one, close it, or erase the client's data."""
        return self.write(request, LeadDecision, lambda sent: self._decide(_lead_or_404(self, lead_id), sent))

    def _decide(self, lead: LeadRequest, sent: dict[str, Any]) -> Response:
        given, reason = about(self) | {"lead": lead}, sent.get("reason", "")
        match sent["decision"]:
            case "assign":
                deciding.assign_request(**given, partner=_partner(self, sent), reason=reason)
            case "merge":
                into = _lead_or_404(self, sent["into"]) if "into" in sent else lead
                deciding.merge_request(**given, into=into)
            case "close":
                deciding.close_lead(**given, reason=reason)
            case "erase":
                deciding.erase_lead(**given)
        return Response(lead_shown(LeadRequest.objects.visible_to(self.actor).values(*FIELDS).get(pk=lead.pk)))


class AllReservations(VendorEndpoint):
    """Requests that partners hold or held."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="list_reservations",
        summary="List reservations",
        tags=["Vendor"],
        parameters=[ReservationFilters, *PAGES],
        responses={200: page_of(PartnerHeldRow), **problems(400, 401, 403, 429)},
        examples=[page_example(_HELD)],
    )
    def get(self, request: Request) -> Response:
        """The latest first, without contact details."""
        wanted = asked(ReservationFilters, request)
        rows = Reservation.objects.visible_to(self.actor)
        if "request" in wanted:
            rows = rows.filter(lead=wanted.pop("request"))
        rows = rows.filter(**wanted)
        fields = (*HELD_FIELDS, *_MORE)
        return Response(paginate(request._request, rows, order=("-id",), fields=fields, show=_shown))


class ReservationDecisions(VendorEndpoint):
    """Decisions on reservations."""

    scopes = {"POST": "requests:write"}

    @extend_schema(
        operation_id="decide_reservation",
        summary="Decide on a reservation",
        tags=["Vendor"],
        parameters=[KEY, RESERVATION_ID],
        request=ReservationDecision,
        responses={200: PartnerHeldRow, **WRITES},
        examples=[
            example({"decision": "take_away", "reason": "Nobody called the client"}, "Decision", request=True),
            example({**_HELD, "state": "withdrawn"}),
        ],
    )
    def post(self, request: Request, reservation_id: int) -> Response:
        """Offer the request to another partner instead, take it away, or note that a rating was looked into."""
        return self.write(request, ReservationDecision, lambda sent: self._decide(reservation_id, sent))

    def _decide(self, reservation_id: int, sent: dict[str, Any]) -> Response:
        rows = Reservation.objects.visible_to(self.actor)
        found = rows.select_related("lead").filter(pk=reservation_id).first() if reservation_id < 2**63 else None
        if found is None:
            raise Http404
        given, reason = about(self) | {"reservation": found}, sent.get("reason", "")
        match sent["decision"]:
            case "reassign":
                reassigning.reassign_request(**given, partner=_partner(self, sent), reason=reason)
            case "take_away":
                reassigning.take_request_away(**given, reason=reason)
            case "rating":
                about_row = {name: given[name] for name in ("actor", "reservation", "now")}
                reassigning.look_into_rating(**about_row, note=reason)
        return Response(_shown(rows.values(*HELD_FIELDS, *_MORE).get(pk=found.pk)))


def _lead_or_404(endpoint: VendorEndpoint, lead_id: int) -> LeadRequest:
    found = LeadRequest.objects.visible_to(endpoint.actor).filter(pk=lead_id).first() if lead_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _partner(endpoint: VendorEndpoint, sent: dict[str, Any]) -> Partner:
    if "partner" not in sent:
        raise UnableToDecideLead({"partner": _("Required for this decision.")})
    return partner_or_404(endpoint, sent["partner"])


def _shown(row: Row) -> dict[str, Any]:
    return held_shown(row) | {
        "partner": row["partner__code"],
        **{name: row[name] for name in ("touched_at", "escalated_at", "stars")},
    }
