"""API endpoints for decisions about levels: a partner's own, and the whole program's for the vendor."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.tokens.api.endpoint import Endpoint, VendorEndpoint
from partners.tokens.api.schema import PAGES, page_example, page_of, problems
from programs.api_codes import Coded, TrackCode, coded, names_for
from statuses.models import StatusChange
from web.api.pagination import Row, asked, paginate

_FIELDS = ("id", "partner__code", "track", "on", "from_level", "to_level", "cause", "decided_at")


class ChangeRow(serializers.Serializer[Any]):
    """A decision about a level; a kept review has the same level before and after."""

    id = serializers.IntegerField(help_text="The decision's id.")
    partner = serializers.CharField(help_text="The partner's code.")
    track = Coded(help_text="The track.")
    on = serializers.DateField(help_text="The day from which it holds.")
    cause = serializers.ChoiceField(StatusChange.Cause.choices, help_text="What led to it.")
    before = Coded(allow_null=True, help_text="The level before; null without one.")
    after = Coded(allow_null=True, help_text="The level after; null without one.")
    recorded_at = serializers.DateTimeField(help_text="When it was recorded.")


class ChangeFilters(serializers.Serializer[Any]):
    """Which decisions."""

    track = TrackCode(required=False, help_text="Only decisions on the track with this code.")
    cause = serializers.ChoiceField(
        StatusChange.Cause.choices, required=False, help_text="Only decisions with this cause."
    )
    recorded_since = serializers.DateTimeField(required=False, help_text="Decided at this moment or later.")


CHANGE = {
    "id": 311,
    "partner": "acme",
    "track": {"code": "status", "name": "Partner status"},
    "on": "2026-02-03",
    "cause": "upgrade",
    "before": {"code": "first", "name": "First"},
    "after": {"code": "second", "name": "Second"},
    "recorded_at": "2026-02-03T09:30:00Z",
}


class MyChanges(Endpoint):
    """How the partner's levels changed."""

    scopes = {"GET": "standing:read"}

    @extend_schema(
        operation_id="list_own_changes",
        summary="List how your levels changed",
        tags=["Partner"],
        parameters=[ChangeFilters, *PAGES],
        responses={200: page_of(ChangeRow), **problems(400, 401, 403, 429)},
        examples=[page_example(CHANGE)],
    )
    def get(self, request: Request) -> Response:
        """The latest first, without decisions that a later fact undid."""
        return _page(request, StatusChange.objects.visible_to(self.actor))


class Changes(VendorEndpoint):
    """How all partners' levels changed."""

    scopes = {"GET": "standings:read"}

    @extend_schema(
        operation_id="list_changes",
        summary="List how levels changed",
        tags=["Vendor"],
        parameters=[ChangeFilters, *PAGES],
        responses={200: page_of(ChangeRow), **problems(400, 401, 403, 429)},
        examples=[page_example(CHANGE)],
    )
    def get(self, request: Request) -> Response:
        """The latest first, without decisions that a later fact undid."""
        return _page(request, StatusChange.objects.visible_to(self.actor))


def _page(request: Request, rows: QuerySet[StatusChange]) -> Response:
    wanted = asked(ChangeFilters, request)
    since = wanted.pop("recorded_since", None)
    rows = rows.filter(superseded_at=None, **wanted)
    if since:
        rows = rows.filter(decided_at__gte=since)
    return Response(paginate(request._request, rows, order=("-id",), fields=_FIELDS, show=_rows(request)))


def _rows(request: Request) -> Callable[[Row], dict[str, Any]]:
    names = names_for(request)

    def level(row: Row, name: str) -> dict[str, str] | None:
        return coded(row[name], names.level(row["track"], row[name]))

    return lambda row: {
        "id": row["id"],
        "partner": row["partner__code"],
        "track": coded(row["track"], names.track(row["track"])),
        "on": row["on"],
        "cause": row["cause"],
        "before": level(row, "from_level"),
        "after": level(row, "to_level"),
        "recorded_at": row["decided_at"],
    }
