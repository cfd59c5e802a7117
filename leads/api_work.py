"""API endpoints of a partner's requests: the board, and the work on a reservation, as on its pages."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import now
from leads.api import FIELDS, HELD, HELD_FIELDS, LEAD, HeldRow, LeadRow, held_shown, lead_shown
from leads.api_enums import WORK_STEPS
from leads.board.access import Access
from leads.board.operations import working
from leads.board.operations.reserving import release_reservation, reserve_request
from leads.board.queries import board, read_access, reservation_notes, reservations
from leads.deals.api_rows import WRITES, about
from leads.models import LeadNote, LeadRequest, Reservation
from leads.requests.queries import seen_contact
from partners.models import Member, Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from web.api.pagination import paginate

LEAD_ID = OpenApiParameter("lead_id", int, "path", description="The request's id.")
RESERVATION_ID = OpenApiParameter("reservation_id", int, "path", description="The reservation's id.")


class NoteRow(serializers.Serializer[Any]):
    """A step in the work on a request."""

    kind = serializers.ChoiceField(LeadNote.Kind.choices, help_text="What happened.")
    text = serializers.CharField(help_text="What was written; may be empty.")
    at = serializers.DateTimeField(help_text="When it happened.")


class HeldAnswer(HeldRow):
    """A request that the partner holds, with the client's words and the work on it.

    The contact details are empty once the partner no longer holds it; each reading is logged.
    """

    text = serializers.CharField(help_text="What the client needs.")
    contact = serializers.DictField(
        child=serializers.CharField(),
        help_text="The client's contact details, by name; empty once the reservation has ended.",
    )
    notes = NoteRow(many=True, help_text="The work so far.")


class Nothing(serializers.Serializer[Any]):
    """An empty body."""


class WorkStep(serializers.Serializer[Any]):
    """A step of the work; each needs the fields that its form on the page has."""

    step = serializers.ChoiceField(WORK_STEPS, help_text="What you did.")
    text = serializers.CharField(max_length=working.LONGEST_NOTE, required=False, help_text="Of a note or next step.")
    stage = serializers.CharField(
        max_length=40, required=False, help_text="The code of the new stage, for the step `stage`."
    )
    assignee = serializers.CharField(max_length=254, required=False, help_text="A member's email; empty for nobody.")
    on = serializers.DateField(required=False, help_text="When the next step is due.")
    licence = serializers.CharField(max_length=100, required=False, help_text="The license or order that proves it.")
    reason = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text="Why, for the steps `lost` and `release`."
    )


NOTE = {"kind": "note", "text": "Called, sent an introduction.", "at": "2026-02-03T10:05:00+01:00"}
WHOLE = {**HELD, "text": "Training for our team.", "contact": {"Email": "ana@client.example"}, "notes": [NOTE]}


class Board(Endpoint):
    """Open requests of the partner's locations."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="list_open_requests",
        summary="List requests that you can reserve",
        tags=["Partner"],
        parameters=[*PAGES],
        responses={200: page_of(LeadRow), **problems(400, 401, 403, 404, 429)},
        examples=[page_example(LEAD)],
    )
    def get(self, request: Request) -> Response:
        """The latest first, without contact details; 403 says why the partner gets none."""
        access = access_of(self)
        if access.problem:
            raise PermissionDenied(access.problem)
        rows = board(self.actor, access)
        return Response(paginate(request._request, rows, order=("-id",), fields=FIELDS, show=lead_shown))


class Reserve(Endpoint):
    """Reservation of an open request."""

    scopes = {"POST": "requests:write"}

    @extend_schema(
        operation_id="reserve_request",
        summary="Reserve a request",
        tags=["Partner"],
        parameters=[KEY, LEAD_ID],
        request=Nothing,
        responses={201: HeldRow, **WRITES},
        examples=[example({}, "Reservation", request=True), example(HELD)],
    )
    def post(self, request: Request, lead_id: int) -> Response:
        """Its contact details can be read then, at `me/requests/{id}/`."""
        return self.write(request, Nothing, lambda sent: self._reserve(lead_id))

    def _reserve(self, lead_id: int) -> Response:
        lead = LeadRequest.objects.visible_to(self.actor).filter(pk=known_id(lead_id)).first()
        if lead is None:
            raise Http404
        access_of(self)
        made = reserve_request(partner=_partner(self), lead=lead, **about(self))
        return Response(_read(self, made.pk), status=201)


class OneHeld(Endpoint):
    """One request that the partner holds or held."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="get_held_request",
        summary="Show a request with its contact details",
        tags=["Partner"],
        parameters=[RESERVATION_ID],
        responses={200: HeldAnswer, **problems(401, 403, 404, 429)},
        examples=[example(WHOLE)],
    )
    def get(self, request: Request, reservation_id: int) -> Response:
        """The view of the contact details is logged under the token's person."""
        row = held_or_404(self, reservation_id)
        access = access_of(self)
        contact: dict[str, str] = {}
        if row.state in Reservation.HOLDING and access.may_read:
            seen = seen_contact(self.actor, row.lead, access.leads, partner_id=row.partner_id, now=now())
            contact = dict(seen)
        notes = reservation_notes(self.actor, row)[:100].values("kind", "text", "at")
        told = {"text": row.lead.text, "contact": contact, "notes": list(notes)}
        return Response(_read(self, row.pk) | told)


class WorkSteps(Endpoint):
    """Steps of the work on a request."""

    scopes = {"POST": "requests:write"}

    @extend_schema(
        operation_id="work_request",
        summary="Take a step of the work on a request",
        tags=["Partner"],
        parameters=[KEY, RESERVATION_ID],
        request=WorkStep,
        responses={200: HeldRow, **WRITES},
        examples=[
            example({"step": "next", "text": "Send a quote", "on": "2026-02-09"}, "Next step", request=True),
            example(HELD),
        ],
    )
    def post(self, request: Request, reservation_id: int) -> Response:
        """Note, change the stage, assign, plan the next step, close as won or lost, or give it back."""
        return self.write(request, WorkStep, lambda sent: self._work(held_or_404(self, reservation_id), sent))

    def _work(self, row: Reservation, sent: dict[str, Any]) -> Response:
        dated = about(self) | {"reservation": row}
        undated = {name: dated[name] for name in ("actor", "reservation", "now")}
        text, reason = sent.get("text", ""), sent.get("reason", "")
        match sent["step"]:
            case "note":
                working.add_note(**undated, text=text)
            case "stage":
                rules = undated | {"rulebook": dated["rulebook"]}
                working.set_stage(**rules, stage=sent.get("stage", ""))
            case "assign":
                working.assign_member(**dated, user_id=member_of(self, sent.get("assignee", "")))
            case "next":
                working.plan_next(**undated, step=text, on=sent.get("on"), today=dated["today"])
            case "won":
                working.win_request(**dated, licence=sent.get("licence", ""))
            case "lost":
                working.lose_request(**dated, reason=reason)
            case "release":
                release_reservation(**dated, reason=reason)
        return Response(_read(self, row.pk))


def known_id(number: int) -> int:
    """The id, or one that no row has where the database can't store it."""
    return number if number < 2**63 else -1


def _partner(endpoint: Endpoint) -> Partner:
    return Partner.objects.visible_to(endpoint.actor).get()


def access_of(endpoint: Endpoint) -> Access:
    """What the partner may do with requests; 404 where the program gives none."""
    given = about(endpoint)
    try:
        return read_access(_partner(endpoint), given["rulebook"], on=given["today"])
    except KeyError as error:
        raise Http404 from error


def held_or_404(endpoint: Endpoint, reservation_id: int) -> Reservation:
    """A request that the partner holds or held."""
    found = reservations(endpoint.actor).select_related("partner").filter(pk=known_id(reservation_id)).first()
    if found is None:
        raise Http404
    return found


def member_of(endpoint: Endpoint, email: str) -> int | None:
    """The id of a member's account, None for nobody, and 0 for somebody who is not in the team."""
    if not email:
        return None
    found = Member.objects.visible_to(endpoint.actor).filter(user__email__iexact=email).first()
    return found.user_id if found else 0


def _read(endpoint: Endpoint, reservation_id: int) -> dict[str, Any]:
    rows = Reservation.objects.visible_to(endpoint.actor)
    return held_shown(rows.values(*HELD_FIELDS).get(pk=reservation_id))
