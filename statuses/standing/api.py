"""API endpoint for a partner's levels and requirements on a day."""

from datetime import date, timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import today
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import example, problems
from programs.queries import revisions
from statuses.standing.queries import AnsweredList, TrackStanding, standing
from statuses.standing.wording import Answer
from web.api.pagination import asked

FORESIGHT = timedelta(days=731)


class RequirementRow(serializers.Serializer[Any]):
    """One requirement with its answer."""

    name = serializers.CharField()
    clause = serializers.CharField()
    state = serializers.ChoiceField(["met", "open", "later"])
    have = serializers.CharField()
    needed = serializers.CharField()
    missing = serializers.CharField()
    by = serializers.DateField(allow_null=True)
    activities = serializers.ListField(child=serializers.IntegerField(), help_text="The very activities that count.")


class AskedRow(serializers.Serializer[Any]):
    """A list of requirements."""

    list = serializers.ChoiceField(["reach", "requalify", "keep", "grace"])
    level = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    requirements = RequirementRow(many=True)


class OutlookRow(serializers.Serializer[Any]):
    """What will be decided if nothing more happens."""

    on = serializers.DateField()
    cause = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class TrackRow(serializers.Serializer[Any]):
    """One track."""

    track = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField(help_text="Its code; empty without a level.")
    level_name = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    confirmed_on = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    points = serializers.IntegerField()
    next = AskedRow(allow_null=True, help_text="What the next level, or the one asked about, needs.")
    term = AskedRow(allow_null=True, help_text="What the next review or the end of the grace period asks for.")
    outlook = OutlookRow(allow_null=True)


class StandingAnswer(serializers.Serializer[Any]):
    """A partner's standing on a day."""

    as_of = serializers.DateField()
    tracks = TrackRow(many=True)


STANDING = {
    "as_of": "2026-02-16",
    "tracks": [
        {
            "track": "status",
            "name": "Partner status",
            "level": "level-code",
            "level_name": "Level",
            "since": "2025-06-02",
            "confirmed_on": "2025-06-02",
            "review_on": "2026-06-02",
            "points": 1250,
            "next": {
                "list": "reach",
                "level": "Next level",
                "decided_on": None,
                "requirements": [
                    {
                        "name": "Sales in 12 months",
                        "clause": "3.1",
                        "state": "open",
                        "have": "1,890 EUR",
                        "needed": "2,500 EUR",
                        "missing": "610 EUR more",
                        "by": None,
                        "activities": [4711, 4712],
                    }
                ],
            },
            "term": None,
            "outlook": {"on": "2026-06-02", "cause": "review", "before": "level-code", "after": "level-code"},
        }
    ],
}


class Question(serializers.Serializer[Any]):
    """Which day, which level."""

    as_of = serializers.DateField(required=False, help_text="Any day since the acceptance, up to two years from today.")
    level = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="A level's code.")


class Standing(Endpoint):
    """Where the partner stands."""

    scopes = {"GET": "standing:read"}

    @extend_schema(
        operation_id="get_standing",
        summary="Explain where you stand",
        tags=["Partner"],
        parameters=[Question],
        responses={200: StandingAnswer, **problems(400, 401, 403, 429)},
        examples=[example(STANDING)],
    )
    def get(self, request: Request) -> Response:
        """Every track on a day, past or coming: what counts, what is missing and by when, and what comes."""
        partner = Partner.objects.visible_to(self.actor).get()
        return Response(explained(partner, request))


def explained(partner: Partner, request: Request) -> dict[str, Any]:
    """The standing for the query string. Raises ValidationError for an invalid day or level."""
    wanted = asked(Question, request)
    program = request._request.program
    now = today(program.time_zone)
    day: date = wanted.get("as_of") or max(now, partner.accepted_on)
    latest = max(now, partner.accepted_on) + FORESIGHT
    if not partner.accepted_on <= day <= latest:
        raise ValidationError({"as_of": f"A day from {partner.accepted_on} to {latest}."})
    level = wanted.get("level") or None
    try:
        tracks = standing(partner=partner, revisions=revisions(program.pk), as_of=day, level=level)
    except KeyError as error:
        raise ValidationError({"level": "The rules of that day do not know this level."}) from error
    return {"as_of": day, "tracks": [_track(track) for track in tracks]}


def _track(track: TrackStanding) -> dict[str, Any]:
    state, outlook = track.found.state, track.found.outlook
    return {
        "track": track.code,
        "name": track.name,
        "level": state.level,
        "level_name": track.level,
        "since": state.since,
        "confirmed_on": state.confirmed_on,
        "review_on": state.review_on,
        "points": track.found.points,
        "next": _asked(track.target),
        "term": _asked(track.term),
        "outlook": outlook
        and {"on": outlook.on, "cause": outlook.cause, "before": outlook.before, "after": outlook.after},
    }


def _asked(asked: AnsweredList | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {
        "list": asked.kind,
        "level": asked.level,
        "decided_on": asked.decided_on,
        "requirements": [_answer(answer) for answer in asked.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    names = ("name", "clause", "state", "have", "needed", "missing", "by")
    return {**{name: getattr(answer, name) for name in names}, "activities": [fact.id for fact in answer.counted]}
