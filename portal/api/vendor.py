"""The vendor's reads of the whole program: applications, partners, standings."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.models import Application, Partner
from portal.api.endpoint import VendorEndpoint
from portal.api.own import PROFILE, PROFILE_EXAMPLE, Profile
from portal.api.pagination import Row, asked, paginate
from portal.api.schema import PAGES, example, page_of, problems
from portal.api.standing import STANDING, Question, StandingAnswer, explained
from statuses.models import Standing

CODE = OpenApiParameter("code", str, "path", description="The partner's code.")


def partner_or_404(endpoint: VendorEndpoint, code: str) -> Partner:
    """The partner with the code, when the token's actor sees it. Raises Http404."""
    found = Partner.objects.visible_to(endpoint.actor).filter(code=code).first() if code.isprintable() else None
    if found is None:
        raise Http404
    return found


class ApplicationRow(serializers.Serializer[Any]):
    """An application."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(Application.State.choices)
    company = serializers.CharField()
    country = serializers.CharField()
    due_on = serializers.DateField(allow_null=True, help_text="The last day of the vendor's present term.")
    waits_for_applicant = serializers.BooleanField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    partner = serializers.CharField(allow_null=True, help_text="The partner's code, once accepted.")
    answers = serializers.DictField()


class ApplicationFilters(serializers.Serializer[Any]):
    """Which applications."""

    state = serializers.ChoiceField(Application.State.choices, required=False)


_APPLICATION = (
    "id",
    "state",
    "company",
    "country",
    "due_on",
    "question",
    "submitted_at",
    "closed_at",
    "partner__code",
    "answers",
)


APPLICATION = {
    "id": 12,
    "state": "submitted",
    "company": "Acme Integrators",
    "country": "CY",
    "due_on": "2026-02-12",
    "waits_for_applicant": False,
    "submitted_at": "2026-02-03T09:30:00Z",
    "closed_at": None,
    "partner": None,
    "answers": {"company": "Acme Integrators", "contact": "Ada Acme"},
}


class Applications(VendorEndpoint):
    """Applications to the program."""

    scopes = {"GET": "applications:read"}

    @extend_schema(
        operation_id="list_applications",
        summary="List applications",
        tags=["Vendor"],
        parameters=[ApplicationFilters, *PAGES],
        responses={200: page_of(ApplicationRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [APPLICATION]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first. Drafts are their applicants' own and not among them."""
        wanted = asked(ApplicationFilters, request)
        rows = Application.objects.visible_to(self.actor).exclude(state=Application.State.DRAFT)
        if state := wanted.get("state"):
            rows = rows.filter(state=state)
        return Response(paginate(request._request, rows, order=("-id",), fields=_APPLICATION, show=_application))


def _application(row: Row) -> dict[str, Any]:
    hidden = {"question", "partner__code"}
    waits = bool(row["question"]) or row["state"] == Application.State.APPROVED
    shown = {name: row[name] for name in _APPLICATION if name not in hidden}
    return shown | {"waits_for_applicant": waits, "partner": row["partner__code"]}


class PartnerFilters(serializers.Serializer[Any]):
    """Which partners."""

    country = serializers.RegexField("^[A-Za-z]{2}$", required=False)


class Partners(VendorEndpoint):
    """The program's partners."""

    scopes = {"GET": "partners:read"}

    @extend_schema(
        operation_id="list_all_partners",
        summary="List partners",
        tags=["Vendor"],
        parameters=[PartnerFilters, *PAGES],
        responses={200: page_of(Profile), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [PROFILE_EXAMPLE]})],
    )
    def get(self, request: Request) -> Response:
        """Every partner, by code."""
        wanted = asked(PartnerFilters, request)
        rows = Partner.objects.visible_to(self.actor)
        if country := wanted.get("country"):
            rows = rows.filter(country=country.upper())
        return Response(paginate(request._request, rows, order=("code",), fields=PROFILE, show=_profile))


def _profile(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in PROFILE}


class OnePartner(VendorEndpoint):
    """One partner."""

    scopes = {"GET": "partners:read"}

    @extend_schema(
        operation_id="get_any_partner",
        summary="Show a partner",
        tags=["Vendor"],
        parameters=[CODE],
        responses={200: Profile, **problems(401, 403, 404, 429)},
        examples=[example(PROFILE_EXAMPLE)],
    )
    def get(self, request: Request, code: str) -> Response:
        """Its profile as the program knows it."""
        found = partner_or_404(self, code)
        return Response({name: getattr(found, name) for name in PROFILE})


class StandingRow(serializers.Serializer[Any]):
    """A partner's place on a track as it was decided last."""

    partner = serializers.CharField()
    track = serializers.CharField()
    level = serializers.CharField(help_text="Empty without a level.")
    since = serializers.DateField(allow_null=True)
    confirmed_on = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    grace_on = serializers.DateField(allow_null=True)
    assessed_on = serializers.DateField(help_text="The day for which this is true.")


class StandingFilters(serializers.Serializer[Any]):
    """Which standings."""

    track = serializers.CharField(required=False, max_length=40)
    level = serializers.CharField(required=False, max_length=40)


_STANDING = ("partner__code", "track", "level", "since", "confirmed_on", "review_on", "grace_on", "assessed_on")


PLACE = {
    "partner": "acme",
    "track": "status",
    "level": "level-code",
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
        examples=[example({"next": None, "results": [PLACE]})],
    )
    def get(self, request: Request) -> Response:
        """A row for each partner and track."""
        wanted = asked(StandingFilters, request)
        rows = Standing.objects.visible_to(self.actor).filter(**wanted)
        return Response(paginate(request._request, rows, order=("id",), fields=_STANDING, show=_standing))


def _standing(row: Row) -> dict[str, Any]:
    return {"partner": row["partner__code"], **{name: row[name] for name in _STANDING[1:]}}


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
