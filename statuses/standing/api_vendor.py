"""API endpoints for the vendor: list all standings, and explain one."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.api_vendor import CODE, partner_or_404
from partners.tokens.api.endpoint import VendorEndpoint
from partners.tokens.api.schema import PAGES, example, page_example, page_of, problems
from programs.api_codes import Coded, LevelCode, TrackCode, coded, names_for
from statuses.models import Standing
from statuses.standing.api import STANDING, Question, StandingAnswer, explained
from web.api.pagination import Row, asked, paginate


class StandingRow(serializers.Serializer[Any]):
    """A partner's place on a track as it was decided last."""

    partner = serializers.CharField(help_text="The partner's code.")
    track = Coded(help_text="The track.")
    level = Coded(allow_null=True, help_text="Null without a level.")
    since = serializers.DateField(allow_null=True, help_text="The day this level began; null without a level.")
    confirmed_on = serializers.DateField(
        allow_null=True, help_text="The day it was last reached or confirmed; null without a level."
    )
    review_on = serializers.DateField(allow_null=True, help_text="The day of the next review; null without one.")
    grace_on = serializers.DateField(allow_null=True, help_text="The day the grace period ends; null without one.")
    assessed_on = serializers.DateField(help_text="The day for which this is true.")


class StandingFilters(serializers.Serializer[Any]):
    """Which standings."""

    track = TrackCode(required=False, help_text="Only the track with this code.")
    level = LevelCode(required=False, help_text="Only partners on the level with this code.")


_STANDING = ("partner__code", "track", "level", "since", "confirmed_on", "review_on", "grace_on", "assessed_on")


PLACE = {
    "partner": "acme",
    "track": {"code": "status", "name": "Partner status"},
    "level": {"code": "level-code", "name": "Level"},
    "since": "2025-06-02",
    "confirmed_on": "2025-06-02",
    "review_on": "2026-06-02",
    "grace_on": None,
    "assessed_on": "2026-02-16",
}


class Standings(VendorEndpoint):
    """Where all partners stand."""

    scopes = {"GET": "standings:read"}

    @extend_schema(
        operation_id="list_standings",
        summary="List where partners stand",
        tags=["Vendor"],
        parameters=[StandingFilters, *PAGES],
        responses={200: page_of(StandingRow), **problems(400, 401, 403, 429)},
        examples=[page_example(PLACE)],
    )
    def get(self, request: Request) -> Response:
        """A row for each partner and track."""
        wanted = asked(StandingFilters, request)
        rows = Standing.objects.visible_to(self.actor).filter(**wanted)
        return Response(paginate(request._request, rows, order=("id",), fields=_STANDING, show=_rows(request)))


def _rows(request: Request) -> Callable[[Row], dict[str, Any]]:
    names = names_for(request)
    return lambda row: {
        "partner": row["partner__code"],
        **{name: row[name] for name in _STANDING[1:]},
        "track": coded(row["track"], names.track(row["track"])),
        "level": coded(row["level"], names.level(row["track"], row["level"])),
    }


class OneStanding(VendorEndpoint):
    """Where one partner stands, explained."""

    scopes = {"GET": "standings:read"}

    @extend_schema(
        operation_id="get_any_standing",
        summary="Explain where a partner stands",
        tags=["Vendor"],
        parameters=[CODE, Question],
        responses={200: StandingAnswer, **problems(400, 401, 403, 404, 429)},
        examples=[example(STANDING)],
    )
    def get(self, request: Request, code: str) -> Response:
        """The same as the partner itself is told."""
        return Response(explained(partner_or_404(self, code), request))
