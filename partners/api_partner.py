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

    code = serializers.CharField(help_text="The partner's code.")
    name = serializers.CharField(help_text="The company's name.")
    country = serializers.CharField(help_text="The company's country: ISO 3166-1, two letters.")
    currency = serializers.CharField(help_text="The account currency: amounts are in it.")
    accepted_on = serializers.DateField(help_text="The day the partner joined the program.")
    entity = serializers.CharField(help_text="The contracting entity's code; may be empty.")
    website = serializers.CharField(help_text="The company's website.")
    email = serializers.CharField(help_text="The company's email address.")
    phone = serializers.CharField(help_text="The company's phone number.")
    contact = serializers.CharField(help_text="The name of the contact.")
    city = serializers.CharField(help_text="The company's city.")
    address = serializers.CharField(help_text="The company's address.")
    description = serializers.CharField(help_text="What the company does.")
    services = serializers.ListField(child=serializers.CharField(), help_text="The services it offers.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="The languages it works in.")
    verification = serializers.CharField(help_text="`verified`, `reopened`, or empty.")
    ended_on = serializers.DateField(allow_null=True, help_text="The day the partnership ended; null while it lasts.")


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
