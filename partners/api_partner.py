"""API endpoint for a partner's own profile."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import example, problems

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
