"""What the API says and takes about deals: serializers, and how rows are shown."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from common.clock import now, today
from leads.api_enums import DECISIONS, MATCHES, STEPS
from leads.deals.duplicates import Match
from leads.deals.models import Deal, DealPrice, DealStep
from leads.deals.operations import registering
from leads.deals.operations.pricing import MOST_UNITS
from leads.deals.wording import reason_of
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import problems
from programs.rulebook import rulebook_of
from web.api.pagination import Row

FIELDS = (
    "id",
    "state",
    "company",
    "country",
    "website",
    "tax_id",
    "project",
    "products",
    "value",
    "currency",
    "expected_on",
    "begins_on",
    "specialists",
    "specialists_agreed",
    "registered_at",
    "due_on",
    "protected_until",
    "reason",
)
DEAL_ID = OpenApiParameter("deal_id", int, "path", description="The deal's id.")
PRICE_ID = OpenApiParameter("price_id", int, "path", description="The price's id.")


class DealRow(serializers.Serializer[Any]):
    """A deal, without its contact."""

    id = serializers.IntegerField(help_text="The deal's id.")
    state = serializers.ChoiceField(Deal.State.choices, help_text="How far the deal has come.")
    company = serializers.CharField(help_text="The client's company name.")
    country = serializers.CharField(help_text="The client's country: ISO 3166-1, two letters.")
    website = serializers.CharField(help_text="The client's website; may be empty.")
    tax_id = serializers.CharField(help_text="The client's tax ID; may be empty.")
    project = serializers.CharField(help_text="What the client wants to do.")
    products = serializers.CharField(help_text="The products it is about.")
    value = serializers.DecimalField(
        max_digits=16, decimal_places=2, help_text="What the deal is worth, in its currency."
    )
    currency = serializers.CharField(help_text="The deal's currency: ISO 4217.")
    expected_on = serializers.DateField(help_text="The day you expect to close it.")
    begins_on = serializers.DateField(allow_null=True, help_text="The day the work begins; null if not known.")
    specialists = serializers.CharField(help_text="The form in which the partner asks for specialists.")
    specialists_agreed = serializers.CharField(help_text="The form that the vendor agreed to.")
    registered_at = serializers.DateTimeField(help_text="When it was registered.")
    due_on = serializers.DateField(allow_null=True, help_text="The last day of the step that is waiting.")
    protected_until = serializers.DateField(
        allow_null=True, help_text="The last day of the protection; null without one."
    )
    reason = serializers.CharField(help_text="Why it was declined or ended; empty otherwise.")


class PartnerDealRow(DealRow):
    """A deal and its partner."""

    partner = serializers.CharField(help_text="The partner's code.")


class DealStepRow(serializers.Serializer[Any]):
    """A step of a deal's history."""

    kind = serializers.ChoiceField(DealStep.Kind.choices, help_text="What happened.")
    text = serializers.CharField(help_text="What was written; may be empty.")
    by_vendor = serializers.BooleanField(help_text="Whether the vendor's staff did it.")
    due_on = serializers.DateField(allow_null=True, help_text="The day by which an answer is due; null if none is.")
    at = serializers.DateTimeField(help_text="When it happened.")


class DealPriceRow(serializers.Serializer[Any]):
    """A price that was asked for or agreed."""

    id = serializers.IntegerField(help_text="The price's id.")
    state = serializers.ChoiceField(DealPrice.State.choices, help_text="Whether the price is agreed.")
    product = serializers.CharField(help_text="The code in the store; empty without one.")
    name = serializers.CharField(help_text="The product's name.")
    quantity = serializers.IntegerField(help_text="How many units.")
    asked = serializers.DecimalField(
        max_digits=16, decimal_places=2, help_text="The price per unit that the partner asked for."
    )
    agreed = serializers.DecimalField(
        max_digits=16,
        decimal_places=2,
        allow_null=True,
        help_text="The price per unit that the vendor agreed to; null before.",
    )
    currency = serializers.CharField(help_text="The currency: ISO 4217.")
    valid_until = serializers.DateField(
        allow_null=True, help_text="The last day of the price; null before it is agreed."
    )


class OneDealAnswer(DealRow):
    """A deal with its history and prices."""

    steps = DealStepRow(many=True, help_text="What happened to the deal so far.")
    prices = DealPriceRow(many=True, help_text="The special prices of the deal.")


class DealMatchRow(serializers.Serializer[Any]):
    """Somebody who may have the same client."""

    kind = serializers.ChoiceField(MATCHES, help_text="What the deal conflicts with.")
    id = serializers.IntegerField(help_text="Its id.")
    company = serializers.CharField(help_text="The company's name there.")
    partner = serializers.CharField(allow_null=True, help_text="The partner's code; null for a request.")
    reason = serializers.CharField(help_text="What the two have in common.")
    protected_until = serializers.DateField(
        allow_null=True, help_text="The last day of the other deal's protection; null without one."
    )


class VendorDealAnswer(OneDealAnswer):
    """A deal with its partner, history, prices, and what conflicts with it."""

    partner = serializers.CharField(help_text="The partner's code.")
    conflicts = DealMatchRow(many=True, help_text="Deals, clients and requests that may be the same client.")


class DealFilters(serializers.Serializer[Any]):
    """Which deals."""

    state = serializers.ChoiceField(Deal.State.choices, required=False, help_text="Only deals in this state.")


class NewDeal(serializers.Serializer[Any]):
    """A client and a project to register."""

    company = serializers.CharField(max_length=200, help_text="The client's company name.")
    country = serializers.CharField(max_length=2, help_text="The client's country: ISO 3166-1, two letters.")
    website = serializers.CharField(max_length=300, required=False, allow_blank=True, help_text="The client's website.")
    tax_id = serializers.CharField(max_length=60, required=False, allow_blank=True, help_text="The client's tax ID.")
    name = serializers.CharField(max_length=200, help_text="The contact person.")
    email = serializers.CharField(
        max_length=254, required=False, allow_blank=True, help_text="The contact's email address."
    )
    phone = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="The contact's phone number."
    )
    project = serializers.CharField(max_length=registering.LONGEST_PROJECT, help_text="What the client wants to do.")
    products = serializers.CharField(max_length=400, help_text="The products it is about.")
    value = serializers.DecimalField(
        max_digits=16, decimal_places=2, help_text="What the deal is worth, in your account's currency."
    )
    expected_on = serializers.DateField(help_text="The day you expect to close it.")
    begins_on = serializers.DateField(required=False, allow_null=True, help_text="The day the work begins.")
    specialists = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Which help of the vendor's specialists you need."
    )
    accepts = serializers.BooleanField(required=False, help_text="No competing products are offered to this client.")
    answers = serializers.DictField(
        required=False,
        child=serializers.CharField(max_length=4000, allow_blank=True),
        help_text="Answers to the program's own questions, by their codes.",
    )


class DealMove(serializers.Serializer[Any]):
    """A step that the partner takes; each needs the fields that its form on the page has."""

    step = serializers.ChoiceField(STEPS, help_text="What you do.")
    text = serializers.CharField(max_length=4000, required=False, allow_blank=True, help_text="What you write.")
    on = serializers.DateField(required=False, help_text="The day, where the step has one.")
    product = serializers.CharField(max_length=200, required=False, help_text="A code of the store's products.")
    quantity = serializers.IntegerField(
        min_value=1, max_value=MOST_UNITS, required=False, help_text="How many units, for the step `price`."
    )
    amount = serializers.DecimalField(
        max_digits=16,
        decimal_places=2,
        required=False,
        help_text="The price you ask for, for the step `price`.",
    )
    licence = serializers.CharField(
        max_length=60, required=False, help_text="The license that was sold, for the step `won`."
    )
    reason = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text="Why, for the steps `lost` and `withdraw`."
    )


class DealDecision(serializers.Serializer[Any]):
    """The vendor's decision."""

    decision = serializers.ChoiceField(DECISIONS, help_text="What you decide.")
    text = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, help_text="What you write to the partner."
    )
    until = serializers.DateField(
        required=False, help_text="The last day of the protection, for `approve` and `extend`."
    )
    despite = serializers.BooleanField(required=False, help_text="Approve although another partner has the client.")
    specialists = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Which specialists help the partner, for `approve`."
    )
    breach = serializers.BooleanField(required=False, help_text="Record a violation with the revocation.")


class PriceDecision(serializers.Serializer[Any]):
    """The vendor's answer to a price."""

    agree = serializers.BooleanField(help_text="Whether you agree to a price.")
    agreed = serializers.DecimalField(
        max_digits=16,
        decimal_places=2,
        required=False,
        help_text="The price per unit, if it is another than the one asked for.",
    )
    until = serializers.DateField(required=False, help_text="The last day of the price.")
    text = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, help_text="What you write to the partner."
    )


WRITES = problems(400, 401, 403, 404, 413, 415, 422, 429)


def about(endpoint: Endpoint) -> dict[str, Any]:
    """Who asks, by which rules, and when."""
    program = endpoint.request._request.program
    return {
        "actor": endpoint.actor,
        "rulebook": rulebook_of(program),
        "today": today(program.time_zone),
        "now": now(),
    }


def deal_or_404(endpoint: Endpoint, deal_id: int) -> Deal:
    """The deal, if the token's actor may see it. Raises Http404."""
    rows = Deal.objects.visible_to(endpoint.actor).select_related("partner")
    found = rows.filter(pk=deal_id).first() if deal_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def read(endpoint: Endpoint, deal_id: int) -> dict[str, Any]:
    """A deal as it is shown."""
    return deal_shown(Deal.objects.visible_to(endpoint.actor).values(*FIELDS).get(pk=deal_id))


def whole(endpoint: Endpoint, deal_id: int) -> dict[str, Any]:
    """A deal with its history and prices."""
    steps = DealStep.objects.visible_to(endpoint.actor).filter(deal_id=deal_id).order_by("pk")
    prices = DealPrice.objects.visible_to(endpoint.actor).filter(deal_id=deal_id)
    told = list(steps.values("kind", "text", "by_vendor", "due_on", "at"))
    return read(endpoint, deal_id) | {"steps": told, "prices": prices_shown(prices)}


def prices_shown(rows: Any) -> list[dict[str, Any]]:
    """Prices, the latest first."""
    found = rows.order_by("-pk").values(
        "id", "state", "product", "name", "quantity", "asked", "agreed", "currency", "valid_until"
    )
    return [
        {**row, "asked": f"{row['asked']:.2f}", "agreed": None if row["agreed"] is None else f"{row['agreed']:.2f}"}
        for row in found
    ]


def deal_shown(row: Row) -> dict[str, Any]:
    """A row of a deal as it is shown."""
    return {name: row[name] for name in FIELDS} | {"value": f"{row['value']:.2f}"}


def of_partner(row: Row) -> dict[str, Any]:
    """The same with its partner."""
    return deal_shown(row) | {"partner": row["partner__code"]}


def match_shown(match: Match) -> dict[str, Any]:
    """Somebody who may have the same client."""
    found = match.deal or match.client or match.lead
    return {
        "kind": "deal" if match.deal else "client" if match.client else "request",
        "id": match.hit.row_id,
        "company": getattr(found, "company", ""),
        "partner": match.partner.code if match.partner else None,
        "reason": reason_of(match),
        "protected_until": match.protected_until,
    }
