"""A partner's own records: its profile, what it did, what it was told."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from activities.models import Activity
from notices.models import Notice
from partners.models import Partner
from portal.api.activities import ACTIVITY, FIELDS, ORDER, ActivityFilters, ActivityRow, activity, narrowed
from portal.api.endpoint import Endpoint
from portal.api.pagination import Row, asked, paginate
from portal.api.schema import PAGES, example, page_of, problems

PROFILE = (
    "code",
    "name",
    "country",
    "currency",
    "accepted_on",
    "entity",
    "website",
    "email",
    "phone",
    "contact",
    "city",
    "address",
    "description",
    "services",
    "languages",
    "verification",
    "ended_on",
)


class Profile(serializers.Serializer[Any]):
    """The company as the program knows it."""

    code = serializers.CharField()
    name = serializers.CharField()
    country = serializers.CharField()
    currency = serializers.CharField(help_text="The account currency: amounts are in it.")
    accepted_on = serializers.DateField()
    entity = serializers.CharField(help_text="The contracting entity's code; may be empty.")
    website = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    contact = serializers.CharField()
    city = serializers.CharField()
    address = serializers.CharField()
    description = serializers.CharField()
    services = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    verification = serializers.CharField(help_text="`verified`, `reopened`, or empty.")
    ended_on = serializers.DateField(allow_null=True)


PROFILE_EXAMPLE = {
    "code": "acme",
    "name": "Acme Integrators",
    "country": "CY",
    "currency": "EUR",
    "accepted_on": "2025-03-10",
    "entity": "",
    "website": "https://acme.example",
    "email": "hello@acme.example",
    "phone": "+357 25 000000",
    "contact": "Ada Acme",
    "city": "Limassol",
    "address": "1 Harbour Road",
    "description": "Implementation and training.",
    "services": ["Implementation"],
    "languages": ["en"],
    "verification": "verified",
    "ended_on": None,
}


class Me(Endpoint):
    """The token's partner."""

    scopes = {"GET": "profile:read"}

    @extend_schema(
        operation_id="get_profile",
        summary="Show your profile",
        tags=["Partner"],
        responses={200: Profile, **problems(401, 403, 429)},
        examples=[example(PROFILE_EXAMPLE)],
    )
    def get(self, request: Request) -> Response:
        """The company as the program knows it: what the vendor approved."""
        return Response(Partner.objects.visible_to(self.actor).values(*PROFILE).get())


class MyActivities(Endpoint):
    """What the partner did."""

    scopes = {"GET": "activities:read"}

    @extend_schema(
        operation_id="list_own_activities",
        summary="List your activities",
        tags=["Partner"],
        parameters=[ActivityFilters, *PAGES],
        responses={200: page_of(ActivityRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [ACTIVITY]})],
    )
    def get(self, request: Request) -> Response:
        """The log, latest first, with what was taken back."""
        rows = narrowed(Activity.objects.visible_to(self.actor), request)
        return Response(paginate(request._request, rows, order=ORDER, fields=FIELDS, show=activity))


class NoticeRow(serializers.Serializer[Any]):
    """A message of the program to the partner."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    on = serializers.DateField()
    subject = serializers.CharField()
    body = serializers.CharField()
    clause = serializers.CharField()
    sent_at = serializers.DateTimeField(help_text="Sending counts as receiving.")


NOTICE = {
    "id": 902,
    "kind": "review",
    "on": "2026-02-03",
    "subject": "Your status was reviewed",
    "clause": "3.4.1",
    "body": "Your status is kept for another year.",
    "sent_at": "2026-02-03T00:05:00Z",
}
_NOTICE = ("id", "kind", "on", "subject", "body", "clause", "sent_at")


class Notices(Endpoint):
    """What the program told the partner."""

    scopes = {"GET": "notices:read"}

    @extend_schema(
        operation_id="list_notices",
        summary="List your notices",
        tags=["Partner"],
        parameters=[
            OpenApiParameter("kind", str, description="Only notices of this kind."),
            *PAGES,
        ],
        responses={200: page_of(NoticeRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [NOTICE]})],
    )
    def get(self, request: Request) -> Response:
        """The inbox of record, latest first. Reading here marks nothing as read."""
        wanted = asked(KindFilter, request)
        rows = Notice.objects.visible_to(self.actor)
        if kind := wanted.get("kind"):
            rows = rows.filter(kind=kind)
        return Response(paginate(request._request, rows, order=("-id",), fields=_NOTICE, show=_notice))


class KindFilter(serializers.Serializer[Any]):
    """A kind of something."""

    kind = serializers.CharField(required=False, allow_blank=True, max_length=40)


def _notice(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _NOTICE}
