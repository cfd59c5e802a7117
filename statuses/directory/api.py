"""API endpoints of the public directory, with the same data as its pages."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.tokens.api.schema import PAGES, example, page_of, problems
from statuses.directory import queries
from web.api.endpoint import Public
from web.api.pagination import Row, asked, paginate

_ORDER = ("-featured", "-points", "accepted_on", "code")
FIELDS = (
    "code",
    "name",
    "country",
    "city",
    "website",
    "email",
    "phone",
    "description",
    "services",
    "languages",
    "level",
    "featured",
    "points",
    "accepted_on",
)
_FILTERS = {"q": "text", "country": "country", "level": "level", "service": "service", "language": "language"}


class ListedPartner(serializers.Serializer[Any]):
    """A partner as the directory shows it."""

    code = serializers.CharField()
    name = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1, two letters.")
    city = serializers.CharField()
    website = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    description = serializers.CharField()
    services = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    level = serializers.CharField(help_text="The level's code in the program's rules.")
    featured = serializers.BooleanField()
    points = serializers.IntegerField(help_text="Active points.")
    accepted_on = serializers.DateField()


LISTED = {
    "code": "acme",
    "name": "Acme Integrators",
    "country": "CY",
    "city": "Limassol",
    "website": "https://acme.example",
    "email": "hello@acme.example",
    "phone": "+357 25 000000",
    "description": "Implementation and training.",
    "services": ["Implementation"],
    "languages": ["en"],
    "level": "level-code",
    "featured": False,
    "points": 1250,
    "accepted_on": "2025-03-10",
}


def listed(row: Row) -> dict[str, Any]:
    """A card's public columns."""
    return {name: row[name] for name in FIELDS}


class Filters(serializers.Serializer[Any]):
    """What the directory may be narrowed by; the same as on its page."""

    q = serializers.CharField(required=False, max_length=200, help_text="Words as in a search engine.")
    country = serializers.RegexField("^[A-Za-z]{2}$", required=False)
    level = serializers.CharField(required=False, max_length=40)
    service = serializers.CharField(required=False, max_length=80)
    language = serializers.CharField(required=False, max_length=40)


class Partners(Public):
    """Partners that are listed."""

    @extend_schema(
        operation_id="list_partners",
        summary="List partners of the directory",
        tags=["Public"],
        parameters=[Filters, *PAGES],
        responses={200: page_of(ListedPartner), **problems(400, 429)},
        examples=[example({"next": None, "results": [LISTED]})],
    )
    def get(self, request: Request) -> Response:
        """Featured ones first, then by active points, highest first; equal ones by the earlier acceptance."""
        wanted = {_FILTERS[name]: value for name, value in asked(Filters, request).items() if value}
        if "country" in wanted:
            wanted["country"] = wanted["country"].upper()
        rows = queries.cards(program_id=request._request.program.pk, **wanted)
        return Response(paginate(request._request, rows, order=_ORDER, fields=FIELDS, show=listed))


class Partner(Public):
    """One partner that is listed."""

    @extend_schema(
        operation_id="get_partner",
        summary="Show a partner of the directory",
        tags=["Public"],
        parameters=[OpenApiParameter("code", str, "path", description="The partner's code.")],
        responses={200: ListedPartner, **problems(404, 429)},
        examples=[example(LISTED)],
    )
    def get(self, request: Request, code: str) -> Response:
        """Its card; a partner that is not listed is not found."""
        found = queries.card(program_id=request._request.program.pk, code=code)
        if found is None:
            raise Http404
        return Response({name: getattr(found, name) for name in FIELDS})


class CertificateCheck(serializers.Serializer[Any]):
    """What a certificate says, and whether it holds today."""

    serial = serializers.CharField()
    holds = serializers.BooleanField()
    finding = serializers.CharField(help_text="`valid`, or why it does not hold.")
    holder = serializers.CharField()
    level = serializers.CharField()
    track = serializers.CharField(help_text="Empty for the main track.")
    program = serializers.CharField()
    issued_on = serializers.DateField()
    valid_until = serializers.DateField()


CHECKED = {
    "serial": "7K3M-9Q2X-4F",
    "holds": True,
    "finding": "valid",
    "holder": "Acme Integrators",
    "level": "Level",
    "track": "",
    "program": "Partner Program",
    "issued_on": "2026-02-03",
    "valid_until": "2027-02-02",
}
