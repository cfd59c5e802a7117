"""API endpoint for a partner's levels and requirements on a day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import today
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import example, problems
from programs.api_codes import Coded, coded
from programs.queries import revisions
from statuses.standing.queries import AnsweredList, TrackStanding, standing
from statuses.standing.wording import Answer, Figures
from web.api.pagination import asked

FORESIGHT = timedelta(days=731)


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["1890.00", "12"]})
class Figure(serializers.CharField):
    """A number as a string: an amount of money with two decimals, anything else with as many as it has."""


class FiguresRow(serializers.Serializer[Any]):
    """A requirement in numbers."""

    measure = serializers.ChoiceField(
        ["money", "quantity", "count", "distinct", "quarters", "points"], help_text="What is measured."
    )
    bound = serializers.ChoiceField(["at_least", "at_most"], help_text="Whether `needed` is a minimum or a maximum.")
    unit = serializers.CharField(help_text="A currency, a unit of the program's rules such as `seats`, or the measure.")
    have = Figure(help_text="What there is so far.")
    needed = Figure(allow_null=True, help_text="What is needed; null while it is still to be agreed.")
    missing = Figure(allow_null=True, help_text="How much more, or too much where it is `at_most`; null likewise.")


class RequirementRow(serializers.Serializer[Any]):
    """One requirement with its answer."""

    code = serializers.CharField(help_text="The requirement's code.")
    name = serializers.CharField(help_text="The requirement's name.")
    clause = serializers.CharField(help_text="The clause of the program's rules; may be empty.")
    state = serializers.ChoiceField(["met", "open", "later"], help_text="Whether it is met.")
    figures = FiguresRow(allow_null=True, help_text="The same in numbers; null where a level is asked for.")
    have = serializers.CharField(help_text="What there is so far, in words.")
    needed = serializers.CharField(help_text="What is needed, in words.")
    missing = serializers.CharField(help_text="What is missing, in words; empty if nothing is.")
    by = serializers.DateField(allow_null=True, help_text="The last day to do it; null without one.")
    activities = serializers.ListField(child=serializers.IntegerField(), help_text="The very activities that count.")


class AskedRow(serializers.Serializer[Any]):
    """A list of requirements."""

    list = serializers.ChoiceField(["reach", "requalify", "keep", "grace"], help_text="What the requirements are for.")
    level = Coded(help_text="The level they are about.")
    decided_on = serializers.DateField(allow_null=True, help_text="The day it is decided; null if at any time.")
    requirements = RequirementRow(many=True, help_text="The requirements.")


class OutlookRow(serializers.Serializer[Any]):
    """What will be decided if nothing more happens."""

    on = serializers.DateField(help_text="The day of the decision.")
    cause = serializers.CharField(help_text="What leads to it, such as a review.")
    before = Coded(allow_null=True, help_text="The level until then; null without one.")
    after = Coded(allow_null=True, help_text="Null where the track ends.")


class TrackRow(serializers.Serializer[Any]):
    """One track."""

    track = Coded(help_text="The track.")
    level = Coded(allow_null=True, help_text="Null without a level.")
    since = serializers.DateField(allow_null=True, help_text="The day this level began; null without a level.")
    confirmed_on = serializers.DateField(
        allow_null=True, help_text="The day it was last reached or confirmed; null without a level."
    )
    review_on = serializers.DateField(allow_null=True, help_text="The day of the next review; null without one.")
    points = serializers.IntegerField(help_text="The active points that count for this track.")
    next = AskedRow(allow_null=True, help_text="What the next level, or the one asked about, needs.")
    term = AskedRow(allow_null=True, help_text="What the next review or the end of the grace period asks for.")
    outlook = OutlookRow(allow_null=True, help_text="What happens next if nothing changes; null if nothing is due.")


class StandingAnswer(serializers.Serializer[Any]):
    """A partner's standing on a day."""

    as_of = serializers.DateField(help_text="The day of this answer.")
    tracks = TrackRow(many=True, help_text="The partner's tracks.")


LEVEL = {"code": "level-code", "name": "Level"}
STANDING = {
    "as_of": "2026-02-16",
    "tracks": [
        {
            "track": {"code": "status", "name": "Partner status"},
            "level": LEVEL,
            "since": "2025-06-02",
            "confirmed_on": "2025-06-02",
            "review_on": "2026-06-02",
            "points": 1250,
            "next": {
                "list": "reach",
                "level": {"code": "next-level", "name": "Next level"},
                "decided_on": None,
                "requirements": [
                    {
                        "code": "sales",
                        "name": "Sales in 12 months",
                        "clause": "3.1",
                        "state": "open",
                        "figures": {
                            "measure": "money",
                            "bound": "at_least",
                            "unit": "EUR",
                            "have": "1890.00",
                            "needed": "2500.00",
                            "missing": "610.00",
                        },
                        "have": "1,890 EUR",
                        "needed": "2,500 EUR",
                        "missing": "610 EUR more",
                        "by": None,
                        "activities": [4711, 4712],
                    }
                ],
            },
            "term": None,
            "outlook": {"on": "2026-06-02", "cause": "review", "before": LEVEL, "after": LEVEL},
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
        raise ValidationError({"level": "The rules of that day don't have this level."}) from error
    return {"as_of": day, "tracks": [_track(track) for track in tracks]}


def _track(track: TrackStanding) -> dict[str, Any]:
    state, outlook, name = track.found.state, track.found.outlook, track.names.name
    return {
        "track": coded(track.code, track.name),
        "level": coded(state.level, name(state.level)),
        "since": state.since,
        "confirmed_on": state.confirmed_on,
        "review_on": state.review_on,
        "points": track.found.points,
        "next": _asked(track.target),
        "term": _asked(track.term),
        "outlook": outlook
        and {
            "on": outlook.on,
            "cause": outlook.cause,
            "before": coded(outlook.before, name(outlook.before)),
            "after": coded(outlook.after, name(outlook.after)),
        },
    }


def _asked(asked: AnsweredList | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {
        "list": asked.kind,
        "level": coded(asked.code, asked.level),
        "decided_on": asked.decided_on,
        "requirements": [_answer(answer) for answer in asked.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    names = ("code", "name", "clause", "state", "have", "needed", "missing", "by")
    return {
        **{name: getattr(answer, name) for name in names},
        "figures": _figures(answer.figures),
        "activities": [fact.id for fact in answer.counted],
    }


def _figures(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return {
        "measure": figures.measure,
        "bound": figures.bound,
        "unit": str(figures.unit),
        **{name: _number(getattr(figures, name), figures.measure) for name in ("have", "needed", "missing")},
    }


def _number(value: Decimal | int | None, measure: str) -> str | None:
    """Return a figure as the API writes every amount: a string, with two decimals where it is money."""
    if value is None:
        return None
    if measure == "money":
        return f"{value:.2f}"
    return f"{Decimal(value).normalize():f}"
