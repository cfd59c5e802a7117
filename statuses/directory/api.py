"""API endpoints of the public directory, with the same data as its pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.models import Card
from partners.tokens.api.schema import PAGES, example, page_example, page_of, problems
from programs.api_codes import Coded, LevelCode, coded, names_for
from programs.definition import MAIN_TRACK
from programs.request_rules import rules_today
from statuses.directory import queries
from statuses.directory.queries import POINTS, Filters
from statuses.directory.searching import RELEVANCE, SORTS, search
from web.api.endpoint import Public
from web.api.fields import CountryFilter
from web.api.pagination import Row, asked, page_found, paginate

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


class ListedPartner(serializers.Serializer[Any]):
    """A partner as the directory shows it."""

    code = serializers.CharField(help_text="The partner's code.")
    name = serializers.CharField(help_text="The company's name.")
    country = serializers.CharField(help_text="ISO 3166-1, two letters.")
    city = serializers.CharField(help_text="The company's city.")
    website = serializers.CharField(help_text="The company's website.")
    email = serializers.CharField(help_text="The public email address; may be empty.")
    phone = serializers.CharField(help_text="The public phone number; may be empty.")
    description = serializers.CharField(help_text="What the company does.")
    services = serializers.ListField(child=serializers.CharField(), help_text="The services it offers.")
    languages = serializers.ListField(
        child=serializers.CharField(), help_text="The languages it works in: ISO 639-1 codes."
    )
    level = Coded(help_text="Its level.")
    featured = serializers.BooleanField(help_text="Whether the program features it.")
    points = serializers.IntegerField(help_text="Active points.")
    accepted_on = serializers.DateField(help_text="The day it joined the program.")


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
    "level": {"code": "level-code", "name": "Level"},
    "featured": False,
    "points": 1250,
    "accepted_on": "2025-03-10",
}


def listed(request: Request) -> Callable[[Row], dict[str, Any]]:
    """Return what shows a card's public columns."""
    names = names_for(request)
    return lambda row: {
        **{name: row[name] for name in FIELDS},
        "level": coded(row["level"], names.level(MAIN_TRACK, row["level"])),
    }


def shown(request: Request) -> Callable[[Card], dict[str, Any]]:
    """Return the same for a card that was found."""
    show = listed(request)
    return lambda card: show({name: getattr(card, name) for name in FIELDS})


SEARCHED = {
    "total": serializers.IntegerField(
        required=False, help_text="With `q`: how many partners match. Counted up to 1,000; 1001 means more."
    ),
    "corrected": serializers.CharField(
        required=False,
        allow_null=True,
        help_text="With `q`: the text whose results these are, if `q` found nothing and was taken for a typo.",
    ),
}


class Wanted(serializers.Serializer[Any]):
    """What the directory may be narrowed and sorted by; the same as on its page."""

    q = serializers.CharField(
        required=False,
        max_length=200,
        help_text="What people type: beginnings of words, `crm near Berlin`, words in double quotes, -without.",
    )
    country = CountryFilter(required=False, help_text="Only partners in this country: ISO 3166-1, two letters.")
    level = LevelCode(required=False, help_text="Only partners on the level with this code.")
    service = serializers.CharField(
        required=False,
        max_length=80,
        help_text="Only partners with this service; `services` in the vocabulary lists them.",
    )
    language = serializers.CharField(
        required=False,
        max_length=40,
        help_text="Only partners that work in this language: a code such as `de`.",
    )
    sort = serializers.ChoiceField(
        required=False,
        choices=SORTS,
        help_text="By default the best matches of `q` first; without `q`, featured partners, then the most points.",
    )
    exactly = serializers.BooleanField(required=False, help_text="Don't correct a misspelt `q` that finds nothing.")


class Partners(Public):
    """Partners that are listed."""

    @extend_schema(
        operation_id="list_partners",
        summary="List partners of the directory",
        tags=["Public"],
        parameters=[Wanted, *PAGES],
        responses={200: page_of(ListedPartner, **SEARCHED), **problems(400, 429)},
        examples=[
            page_example(LISTED),
            page_example(LISTED, "Search", total=1, corrected="Acme"),
        ],
    )
    def get(self, request: Request) -> Response:
        """Best matches of `q` first; without it featured ones, then by active points, then by acceptance."""
        wanted = asked(Wanted, request)
        program_id = request._request.program.pk
        filters = Filters(**{name: wanted.get(name, "") for name in ("level", "service", "language")})
        filters = replace(filters, country=wanted.get("country", ""))
        sort = wanted.get("sort", RELEVANCE)
        if "q" not in wanted:
            order = POINTS if sort == RELEVANCE else sort
            rows = queries.cards(program_id=program_id, filters=filters, sort=order)
            return Response(
                paginate(request._request, rows, order=queries.ORDERS[order], fields=FIELDS, show=listed(request))
            )
        told: dict[str, Any] = {}

        def find(start: int, size: int) -> Sequence[Card]:
            found = search(
                program_id=program_id,
                text=wanted["q"],
                filters=filters,
                sort=sort,
                start=start,
                size=size,
                exactly=wanted.get("exactly", False),
                rules=rules_today(request._request),
            )
            told.update(total=found.total, corrected=found.corrected or None)
            return found.cards

        return Response({**page_found(request._request, find, show=shown(request)), **told})


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
        return Response(shown(request)(found))


class CertificateCheck(serializers.Serializer[Any]):
    """What a certificate says, and whether it holds today."""

    serial = serializers.CharField(help_text="The serial number.")
    holds = serializers.BooleanField(help_text="Whether the certificate is valid today.")
    finding = serializers.CharField(help_text="`valid`, or why it does not hold.")
    holder = serializers.CharField(help_text="The partner's name as printed.")
    level = Coded(help_text="With the name printed on it.")
    track = Coded(help_text="The name is empty for the main track.")
    program = serializers.CharField(help_text="The program's name.")
    issued_on = serializers.DateField(help_text="The day it was issued.")
    valid_until = serializers.DateField(help_text="The last day it is valid.")


CHECKED = {
    "serial": "7K3M-9Q2X-4F",
    "holds": True,
    "finding": "valid",
    "holder": "Acme Integrators",
    "level": {"code": "level-code", "name": "Level"},
    "track": {"code": "status", "name": ""},
    "program": "Partner Program",
    "issued_on": "2026-02-03",
    "valid_until": "2027-02-02",
}
