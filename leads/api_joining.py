"""API endpoints with which a partner takes part in the lead program: its rules, and who is away until when."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from leads.api_work import access_of, member_of
from leads.board.access import Access
from leads.deals.api_rows import WRITES, about
from leads.models import MemberAbsence
from leads.rotation.operations.joining import accept_rules, set_absence, set_member_absence
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import KEY, example, problems


class RulesRow(serializers.Serializer[Any]):
    """The rules of the lead program; empty where the program has none."""

    version = serializers.CharField(help_text="The version of the rules; send it back to accept them.")
    name = serializers.CharField(help_text="The name of the rules.")
    text = serializers.ListField(child=serializers.CharField(), help_text="By paragraphs.")
    accepted = serializers.BooleanField(help_text="Whether your company accepted this version.")
    accepted_at = serializers.DateTimeField(allow_null=True, help_text="When it last accepted a version.")


class Acceptance(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.CharField(max_length=200, help_text="The version that you read.")


class PersonAway(serializers.Serializer[Any]):
    """A member who is away."""

    person = serializers.EmailField(help_text="The member's email.")
    until = serializers.DateField(help_text="Included.")


class AbsenceRow(serializers.Serializer[Any]):
    """Who is away, and until when, included."""

    until = serializers.DateField(allow_null=True, help_text="The whole company; null if it isn't away.")
    people = PersonAway(many=True, help_text="The members who are away.")


class NewAbsence(serializers.Serializer[Any]):
    """An absence to report: of a member, or of the whole company if no ``person`` is given."""

    until = serializers.DateField(allow_null=True, help_text="The last day; null for being back.")
    person = serializers.EmailField(max_length=254, required=False, help_text="The member's email.")


RULES = {
    "version": "2026",
    "name": "Rules of the lead program",
    "text": ["Answer clients within two business days."],
    "accepted": True,
    "accepted_at": "2026-02-03T09:30:00+01:00",
}
ABSENCE = {"until": None, "people": [{"person": "ana@acme.example", "until": "2026-03-06"}]}


class Rules(Endpoint):
    """The rules of the lead program, which a partner accepts before it sees its first request."""

    scopes = {"GET": "requests:read", "POST": "requests:write"}

    @extend_schema(
        operation_id="get_request_rules",
        summary="Show the rules of the lead program",
        tags=["Partner"],
        responses={200: RulesRow, **problems(401, 403, 404, 429)},
        examples=[example(RULES)],
    )
    def get(self, request: Request) -> Response:
        """The present version, and whether your company accepted it."""
        return Response(_rules(access_of(self)))

    @extend_schema(
        operation_id="accept_request_rules",
        summary="Accept the rules of the lead program",
        tags=["Partner"],
        parameters=[KEY],
        request=Acceptance,
        responses={200: RulesRow, **WRITES},
        examples=[example({"version": "2026"}, "Acceptance", request=True), example(RULES)],
    )
    def post(self, request: Request) -> Response:
        """In the version that you name: 422 if it has been replaced by a newer one."""
        return self.write(request, Acceptance, self._accept)

    def _accept(self, sent: dict[str, Any]) -> Response:
        access_of(self)
        accept_rules(partner=_partner(self), version=sent["version"], **about(self))
        return Response(_rules(access_of(self)))


class Absences(Endpoint):
    """Absence of the partner and of its people."""

    scopes = {"GET": "requests:read", "POST": "requests:write"}

    @extend_schema(
        operation_id="get_absence",
        summary="Show who is away",
        tags=["Partner"],
        responses={200: AbsenceRow, **problems(401, 403, 404, 429)},
        examples=[example(ABSENCE)],
    )
    def get(self, request: Request) -> Response:
        """Your company and members of your team, as far as they are away today or later."""
        return Response(self._shown())

    @extend_schema(
        operation_id="report_absence",
        summary="Report an absence",
        tags=["Partner"],
        parameters=[KEY],
        request=NewAbsence,
        responses={200: AbsenceRow, **WRITES},
        examples=[
            example({"until": "2026-03-06", "person": "ana@acme.example"}, "Absence", request=True),
            example(ABSENCE),
        ],
    )
    def post(self, request: Request) -> Response:
        """While it is away, your company is offered no requests by turns."""
        return self.write(request, NewAbsence, self._report)

    def _report(self, sent: dict[str, Any]) -> Response:
        access_of(self)
        given = {"actor": self.actor, "partner": _partner(self), "until": sent["until"], "today": about(self)["today"]}
        if "person" in sent:
            set_member_absence(**given, user_id=member_of(self, sent["person"]) or 0)
        else:
            set_absence(**given)
        return Response(self._shown())

    def _shown(self) -> dict[str, Any]:
        today, until = about(self)["today"], access_of(self).participant.away_until
        rows = MemberAbsence.objects.visible_to(self.actor).filter(until__gte=today).order_by("pk")
        people = [{"person": email, "until": day} for email, day in rows.values_list("user__email", "until")]
        return {"until": until if until and until >= today else None, "people": people}


def _rules(access: Access) -> dict[str, Any]:
    rules, row = access.rules, access.participant
    return {
        "version": rules.version if rules else "",
        "name": str(rules.name) if rules else "",
        "text": [str(paragraph) for paragraph in rules.text] if rules else [],
        "accepted": access.accepted,
        "accepted_at": row.accepted_at,
    }


def _partner(endpoint: Endpoint) -> Partner:
    return Partner.objects.visible_to(endpoint.actor).get()
