"""API endpoint with the program's vocabulary: every code that other endpoints take and answer with."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.countries import country_choices
from common.languages import language_name
from partners.tokens.api.schema import example, problems
from programs.api_codes import Coded, attributes_schema, rules_for
from programs.definition import Definition
from programs.definition.activities import Claim
from statuses.directory.queries import Options, options
from web.api.endpoint import Public


class TrackWords(Coded):
    """A track with its levels, the lowest first."""

    levels = Coded(many=True, help_text="The track's levels, the lowest first.")


class FieldWords(Coded):
    """A field of the form in which partners claim a kind; ``files`` and ``answers`` of a claim take its code."""

    type = serializers.CharField(help_text="`file` for a file; the others are text that the form checks.")
    required = serializers.BooleanField(help_text="Whether it must be filled in.")
    plan = serializers.BooleanField(help_text="Whether it belongs to the plan that is approved before the work.")
    choices = serializers.ListField(
        child=serializers.CharField(), help_text="The only answers it takes; empty if it takes any."
    )


class KindWords(Coded):
    """A kind of activity: what one of this kind carries."""

    amount = serializers.ChoiceField(["required", "optional", "none"], help_text="Whether it has an amount of money.")
    quantity = serializers.ChoiceField(["required", "optional", "none"], help_text="Whether it has a quantity.")
    subject = serializers.ChoiceField(
        ["required", "optional", "none"], help_text="Whether it says whom or what it was for."
    )
    quantity_unit = serializers.CharField(
        allow_null=True, help_text="What the quantity counts; null without a quantity."
    )
    claimable = serializers.BooleanField(help_text="Whether partners may claim it.")
    claim = FieldWords(many=True, help_text="The fields of its claim's form; empty if it can't be claimed.")
    attributes = serializers.DictField(help_text="The JSON Schema of its `attributes`.")


class VocabularyAnswer(serializers.Serializer[Any]):
    """The codes of the program's rules in force today, and the words of its directory."""

    tracks = TrackWords(many=True, help_text="The tracks with their levels.")
    kinds = KindWords(many=True, help_text="The kinds of activities.")
    accounts = Coded(many=True, help_text="Accounts of points.")
    currencies = serializers.ListField(child=serializers.CharField(), help_text="ISO 4217.")
    countries = Coded(many=True, help_text="ISO 3166-1, two letters.")
    services = serializers.ListField(child=serializers.CharField(), help_text="Those of listed partners.")
    languages = Coded(many=True, help_text="Those of listed partners.")


VOCABULARY = {
    "tracks": [
        {
            "code": "status",
            "name": "Partner status",
            "levels": [{"code": "first", "name": "First"}, {"code": "second", "name": "Second"}],
        }
    ],
    "kinds": [
        {
            "code": "sale",
            "name": "Sale",
            "amount": "required",
            "quantity": "none",
            "subject": "optional",
            "quantity_unit": None,
            "claimable": False,
            "claim": [],
            "attributes": {"type": "object", "properties": {}, "required": [], "additionalProperties": False},
        }
    ],
    "accounts": [{"code": "main", "name": "Points"}],
    "currencies": ["EUR"],
    "countries": [{"code": "CY", "name": "Cyprus"}],
    "services": ["Implementation"],
    "languages": [{"code": "en", "name": "English"}],
}


class Vocabulary(Public):
    """The program's vocabulary."""

    @extend_schema(
        operation_id="get_vocabulary",
        summary="List the program's codes and their names",
        tags=["Public"],
        responses={200: VocabularyAnswer, **problems(404, 429)},
        examples=[example(VOCABULARY)],
    )
    def get(self, request: Request) -> Response:
        """Levels, tracks, kinds of activities with their attributes, accounts, currencies, countries and words."""
        return Response(_words(rules_for(request), options(request._request.program.pk)))


def _words(rules: Definition, listed: Options) -> dict[str, Any]:
    return {
        "tracks": [{"code": track.code, "name": track.name, "levels": _coded(track.levels)} for track in rules.tracks],
        "kinds": [
            {
                "code": code,
                "name": kind.name,
                "amount": kind.amount,
                "quantity": kind.quantity,
                "subject": kind.subject,
                "quantity_unit": kind.quantity_unit,
                "claimable": kind.claim is not None,
                "claim": _fields(kind.claim) if kind.claim else [],
                "attributes": attributes_schema(kind.attributes, kind.optional_attributes),
            }
            for code, kind in rules.activities.items()
        ],
        "accounts": [{"code": code, "name": account.name} for code, account in rules.points.accounts.items()],
        "currencies": list(rules.program.currencies),
        "countries": [{"code": code, "name": name} for code, name in country_choices()],
        "services": list(listed.services),
        "languages": [{"code": code, "name": language_name(code)} for code in listed.languages],
    }


def _fields(claim: Claim) -> list[dict[str, Any]]:
    return [
        {
            "code": field.code,
            "name": field.label,
            "type": field.type,
            "required": field.required,
            "plan": field.code in claim.plan,
            "choices": list(field.choices),
        }
        for field in claim.fields
    ]


def _coded(named: Any) -> list[dict[str, str]]:
    return [{"code": each.code, "name": each.name} for each in named]
