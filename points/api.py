"""API endpoint for a partner's points: accounts, movements and expiries."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import today
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import example, problems
from points.models import Account
from points.statement import Movement, Statement, expiries
from programs.api_codes import AccountCode, Coded, coded, names_for
from programs.queries import revisions
from web.api.pagination import asked


class MovementRow(serializers.Serializer[Any]):
    """One line of the statement."""

    day = serializers.DateField(help_text="The day it counts from.")
    turn = serializers.ChoiceField(["posted", "expired"], help_text="Whether points were added or expired.")
    points = serializers.IntegerField(help_text="Signed.")
    balance = serializers.IntegerField(help_text="Active points after the line.")
    rule = serializers.CharField(help_text="What caused it: a code of the program's rules.")
    clause = serializers.CharField(help_text="The clause of the program's rules; may be empty.")
    reason = serializers.CharField(help_text="Why, where a person did it; empty otherwise.")
    expires_on = serializers.DateField(allow_null=True, help_text="The first day on which they no longer count.")


class ExpiryRow(serializers.Serializer[Any]):
    """Points that stop counting."""

    on = serializers.DateField(help_text="The day they expire.")
    points = serializers.IntegerField(help_text="How many points expire.")


class AccountRow(serializers.Serializer[Any]):
    """One account of points."""

    account = Coded(help_text="The account.")
    points = serializers.IntegerField(help_text="The active points.")
    expiring = ExpiryRow(many=True, help_text="The points that expire next, by day.")
    movements = MovementRow(many=True, help_text="The latest of them.")


class PointsAnswer(serializers.Serializer[Any]):
    """The partner's points."""

    accounts = AccountRow(many=True, help_text="The partner's accounts.")


class PointsFilter(serializers.Serializer[Any]):
    """Which accounts."""

    account = AccountCode(required=False, help_text="Only this account.")


class Points(Endpoint):
    """The partner's points."""

    scopes = {"GET": "points:read"}
    movements = 100

    @extend_schema(
        operation_id="get_points",
        summary="Show your points",
        tags=["Partner"],
        parameters=[PointsFilter],
        responses={200: PointsAnswer, **problems(400, 401, 403, 429)},
        examples=[
            example(
                {
                    "accounts": [
                        {"account": {"code": "main", "name": "Points"}, "points": 125, "expiring": [], "movements": []}
                    ]
                }
            ),
        ],
    )
    def get(self, request: Request) -> Response:
        """Totals, what stops counting next, and the latest hundred movements of each account."""
        program = request._request.program
        on = today(program.time_zone)
        known = list(revisions(program.pk).at(on)[1].points.accounts)
        wanted = asked(PointsFilter, request).get("account")
        names = names_for(request)
        totals = dict(Account.objects.visible_to(self.actor).values_list("code", "points"))
        shown = [
            self._account(code, names.account(code), totals.get(code, 0), on)
            for code in ([wanted] if wanted else known)
        ]
        return Response({"accounts": shown})

    def _account(self, code: str, name: str, points: int, on: date) -> dict[str, Any]:
        partner_id = self.actor.partner_id
        assert partner_id is not None  # a partner's endpoint has a partner's actor
        expiring = expiries(partner_id=partner_id, account=code, on=on, at_most=12)
        latest = Statement(partner_id=partner_id, account=code, on=on)[: self.movements]
        return {
            "account": coded(code, name),
            "points": points,
            "expiring": [{"on": day, "points": leaving} for day, leaving in expiring],
            "movements": [_movement(line) for line in latest],
        }


def _movement(line: Movement) -> dict[str, Any]:
    names = ("day", "turn", "points", "balance", "rule", "clause", "reason", "expires_on")
    return {name: getattr(line, name) for name in names}
