"""API endpoints of requests that wait for a partner's answer."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from leads.api_enums import ANSWERS
from leads.api_work import access_of, known_id
from leads.board.queries import waiting_offers
from leads.deals.api_rows import WRITES, about
from leads.models import Offer
from leads.rotation.operations.answering import accept_offer, decline_offer
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from web.api.pagination import Row, paginate

OFFER_ID = OpenApiParameter("offer_id", int, "path", description="The offer's id.")


class LeadOfferRow(serializers.Serializer[Any]):
    """A request that waits for the partner's answer."""

    id = serializers.IntegerField(help_text="The offer's id.")
    request = serializers.IntegerField(help_text="The request's id.")
    kind = serializers.CharField(help_text="What the client asks for: a code of the program's rules.")
    country = serializers.CharField(help_text="The client's country: ISO 3166-1, two letters.")
    text = serializers.CharField(help_text="What the client needs.")
    offered_at = serializers.DateTimeField(help_text="When it was offered.")
    due_at = serializers.DateTimeField(help_text="After that, the request goes to the next partner.")


class OfferReply(serializers.Serializer[Any]):
    """The partner's answer to an offer; declining needs a reason."""

    answer = serializers.ChoiceField(ANSWERS, help_text="Whether you take the request.")
    reason = serializers.CharField(max_length=400, required=False, allow_blank=True, help_text="Why you decline it.")


OFFER = {
    "id": 8,
    "request": 71,
    "kind": "training",
    "country": "DE",
    "text": "Training for our team.",
    "offered_at": "2026-02-03T09:30:00+01:00",
    "due_at": "2026-02-05T09:30:00+01:00",
}
_OFFER_FIELDS = ("id", "lead_id", "lead__kind", "lead__country", "lead__text", "offered_at", "due_at")


class Offers(Endpoint):
    """Requests that wait for the partner's answer."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="list_offers",
        summary="List requests offered to you",
        tags=["Partner"],
        parameters=[*PAGES],
        responses={200: page_of(LeadOfferRow), **problems(400, 401, 403, 404, 429)},
        examples=[page_example(OFFER)],
    )
    def get(self, request: Request) -> Response:
        """The most urgent first, without contact details."""
        if not access_of(self).accepted:
            raise PermissionDenied(access_of(self).problem)
        rows = waiting_offers(self.actor)
        order = ("due_at", "id")
        return Response(paginate(request._request, rows, order=order, fields=_OFFER_FIELDS, show=_offer))


class OfferAnswers(Endpoint):
    """Answers to offers."""

    scopes = {"POST": "requests:write"}

    @extend_schema(
        operation_id="answer_offer",
        summary="Accept or decline a request",
        tags=["Partner"],
        parameters=[KEY, OFFER_ID],
        request=OfferReply,
        responses={200: LeadOfferRow, **WRITES},
        examples=[example({"answer": "accept"}, "Acceptance", request=True), example(OFFER)],
    )
    def post(self, request: Request, offer_id: int) -> Response:
        """An accepted request is among yours; a declined one goes to the next partner."""
        return self.write(request, OfferReply, lambda sent: self._answer(offer_id, sent))

    def _answer(self, offer_id: int, sent: dict[str, Any]) -> Response:
        rows = Offer.objects.visible_to(self.actor)
        offer = rows.select_related("lead").filter(pk=known_id(offer_id)).first()
        if offer is None:
            raise Http404
        given = about(self)
        if sent["answer"] == "accept":
            accept_offer(offer=offer, **given)
        else:
            del given["today"]
            decline_offer(offer=offer, reason=sent.get("reason", ""), **given)
        return Response(_offer(rows.values(*_OFFER_FIELDS).get(pk=offer.pk)))


def _offer(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "request": row["lead_id"],
        "kind": row["lead__kind"],
        "country": row["lead__country"],
        "text": row["lead__text"],
        "offered_at": row["offered_at"],
        "due_at": row["due_at"],
    }
