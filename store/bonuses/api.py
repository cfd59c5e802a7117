"""API endpoints for a partner's bonuses: the account with its movements, and applying."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import now, today
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import KEY, example, problems
from programs.rulebook import rulebook_of
from store.bonuses.operations.giving import apply_for_bonus
from store.bonuses.queries import bonus_available, movements, offers, usable_credits
from store.models import BonusApplication, BonusCredit, BonusEntry

MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 3}
LATEST = 100


class CreditRow(serializers.Serializer[Any]):
    """Bonus money that can be used."""

    id = serializers.IntegerField(help_text="The bonus's id.")
    kind = serializers.CharField(help_text="The bonus's code in the program's rules.")
    currency = serializers.CharField(help_text="The currency: ISO 4217.")
    amount = serializers.DecimalField(**MONEY, help_text="The amount that was credited.")
    available = serializers.DecimalField(**MONEY, help_text="What is left of it.")
    credited_on = serializers.DateField(help_text="The day it was credited.")
    expires_on = serializers.DateField(help_text="The first day on which it can't be used.")


class OfferRow(serializers.Serializer[Any]):
    """A bonus you can apply for."""

    kind = serializers.CharField(help_text="The bonus's code.")
    open = serializers.BooleanField(help_text="Whether you can apply now.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="Names of conditions that aren't met.")
    obstacle = serializers.CharField(help_text="Another reason why you can't apply.")


class BonusMovementRow(serializers.Serializer[Any]):
    """One movement."""

    on = serializers.DateField(help_text="The day.")
    kind = serializers.ChoiceField(BonusEntry.Kind.choices, help_text="What happened.")
    amount = serializers.DecimalField(**MONEY, help_text="Signed.")
    credit = serializers.IntegerField(help_text="The id of the credit.")
    order = serializers.CharField(help_text="The order's number; empty without one.")
    reason = serializers.CharField(help_text="Why, where a person did it; empty otherwise.")


class BonusesAnswer(serializers.Serializer[Any]):
    """The bonus account."""

    currency = serializers.CharField(help_text="The account's currency: ISO 4217.")
    available = serializers.DecimalField(**MONEY, help_text="What can be used now.")
    credits = CreditRow(many=True, help_text="The bonuses that were credited.")
    offers = OfferRow(many=True, help_text="The bonuses that you can apply for.")
    movements = BonusMovementRow(many=True, help_text="The latest hundred.")


class NewBonusApplication(serializers.Serializer[Any]):
    """An application for a bonus."""

    kind = serializers.CharField(max_length=40, help_text="The bonus's code in the program's rules.")


class BonusApplicationRow(serializers.Serializer[Any]):
    """An application."""

    id = serializers.IntegerField(help_text="The application's id.")
    kind = serializers.CharField(help_text="The bonus's code.")
    state = serializers.ChoiceField(BonusApplication.State.choices, help_text="Whether it is approved.")


CREDIT = {
    "id": 12,
    "kind": "kickstart",
    "currency": "EUR",
    "amount": "1000.000",
    "available": "400.000",
    "credited_on": "2026-02-03",
    "expires_on": "2026-04-20",
}


class Bonuses(Endpoint):
    """The partner's bonus account."""

    scopes = {"GET": "bonuses:read"}

    @extend_schema(
        operation_id="get_bonuses",
        summary="Show your bonuses",
        tags=["Partner"],
        responses={200: BonusesAnswer, **problems(401, 403, 404, 429)},
        examples=[
            example(
                {"currency": "EUR", "available": "400.000", "credits": [CREDIT], "offers": [], "movements": []},
            )
        ],
    )
    def get(self, request: Request) -> Response:
        """What can be used, what you can apply for, and the latest movements."""
        program = request._request.program
        on, rulebook = today(program.time_zone), rulebook_of(program)
        if rulebook.on(on).bonuses is None:
            raise Http404
        partner = Partner.objects.visible_to(self.actor).get()
        usable = usable_credits(self.actor, partner.pk, on=on)
        shown = {
            "currency": partner.currency,
            "available": bonus_available(self.actor, partner.pk, partner.currency, on=on),
            "credits": [_credit(each) for each in usable],
            "offers": [
                {
                    "kind": each.bonus.code,
                    "open": each.open,
                    "missing": [finding.requirement.name for finding in each.missing],
                    "obstacle": each.obstacle,
                }
                for each in offers(actor=self.actor, partner=partner, rulebook=rulebook, on=on)
            ],
            "movements": [_movement(each) for each in movements(self.actor, partner.pk)[:LATEST]],
        }
        return Response(BonusesAnswer(shown).data)


class BonusApplications(Endpoint):
    """Applications for bonuses."""

    scopes = {"POST": "bonuses:write"}

    @extend_schema(
        operation_id="apply_for_bonus",
        summary="Apply for a bonus",
        tags=["Partner"],
        parameters=[KEY],
        request=NewBonusApplication,
        responses={201: BonusApplicationRow, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[
            example({"kind": "kickstart"}, "Application", request=True),
            example({"id": 3, "kind": "kickstart", "state": "submitted"}),
        ],
    )
    def post(self, request: Request) -> Response:
        """Its conditions must be met. A manager decides, unless the program credits it at once."""
        return self.write(request, NewBonusApplication, self._apply)

    def _apply(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        made = apply_for_bonus(
            actor=self.actor,
            partner=Partner.objects.visible_to(self.actor).get(),
            rulebook=rulebook_of(program),
            kind=sent["kind"],
            today=today(program.time_zone),
            now=now(),
        )
        made.refresh_from_db(fields=["state"])
        return Response({"id": made.pk, "kind": made.kind, "state": made.state}, status=201)


def _credit(credit: BonusCredit) -> dict[str, Any]:
    return {name: getattr(credit, name) for name in CREDIT}


def _movement(entry: BonusEntry) -> dict[str, Any]:
    return {
        "on": entry.on,
        "kind": entry.kind,
        "amount": entry.amount,
        "credit": entry.credit_id,
        "order": entry.use.order if entry.use else "",
        "reason": entry.reason,
    }
