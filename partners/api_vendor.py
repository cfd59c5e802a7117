"""API endpoints with which the vendor reads partners across the program."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.api_partner import PROFILE, PROFILE_EXAMPLE, Profile
from partners.models import Partner
from partners.tokens.api.endpoint import VendorEndpoint
from partners.tokens.api.schema import PAGES, example, page_example, page_of, problems
from web.api.fields import CountryFilter
from web.api.pagination import Row, asked, paginate

CODE = OpenApiParameter("code", str, "path", description="The partner's code.")


def partner_or_404(endpoint: VendorEndpoint, code: str) -> Partner:
    """The partner with this code, if the token's actor may see it. Raises Http404."""
    found = Partner.objects.visible_to(endpoint.actor).filter(code=code).first() if code.isprintable() else None
    if found is None:
        raise Http404
    return found


class PartnerFilters(serializers.Serializer[Any]):
    """Which partners."""

    country = CountryFilter(required=False, help_text="Only partners in this country: ISO 3166-1, two letters.")


class Partners(VendorEndpoint):
    """The program's partners."""

    scopes = {"GET": "partners:read"}

    @extend_schema(
        operation_id="list_all_partners",
        summary="List partners",
        tags=["Vendor"],
        parameters=[PartnerFilters, *PAGES],
        responses={200: page_of(Profile), **problems(400, 401, 403, 429)},
        examples=[page_example(PROFILE_EXAMPLE)],
    )
    def get(self, request: Request) -> Response:
        """Every partner, by code."""
        wanted = asked(PartnerFilters, request)
        rows = Partner.objects.visible_to(self.actor)
        if country := wanted.get("country"):
            rows = rows.filter(country=country)
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
