"""API endpoints of all deals, for the vendor's systems: what conflicts, decisions, prices."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.tenancy import bind
from leads.deals.api_examples import DEAL, MATCH, PRICE, STEP
from leads.deals.api_rows import (
    DEAL_ID,
    FIELDS,
    PRICE_ID,
    WRITES,
    DealDecision,
    DealFilters,
    DealPriceRow,
    DealRow,
    PartnerDealRow,
    PriceDecision,
    VendorDealAnswer,
    about,
    deal_or_404,
    match_shown,
    of_partner,
    prices_shown,
    read,
    whole,
)
from leads.deals.conflicts import conflicts
from leads.deals.models import Deal, DealPrice
from leads.deals.operations import deciding, pricing
from leads.deals.writing import UnableToMove
from partners.tokens.api.endpoint import VendorEndpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from web.api.pagination import asked, paginate


class AllDeals(VendorEndpoint):
    """The deals of all partners."""

    scopes = {"GET": "deals:read"}

    @extend_schema(
        operation_id="list_all_deals",
        summary="List deals",
        tags=["Vendor"],
        parameters=[DealFilters, *PAGES],
        responses={200: page_of(PartnerDealRow), **problems(400, 401, 403, 429)},
        examples=[page_example({**DEAL, "partner": "acme"})],
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        rows = Deal.objects.visible_to(self.actor).filter(**asked(DealFilters, request))
        fields = (*FIELDS, "partner__code")
        return Response(paginate(request._request, rows, order=("-id",), fields=fields, show=of_partner))


class VendorDeal(VendorEndpoint):
    """One deal of any partner."""

    scopes = {"GET": "deals:read"}

    @extend_schema(
        operation_id="get_any_deal",
        summary="Show a deal with its conflicts",
        tags=["Vendor"],
        parameters=[DEAL_ID],
        responses={200: VendorDealAnswer, **problems(401, 403, 404, 429)},
        examples=[example({**DEAL, "steps": [STEP], "prices": [PRICE], "partner": "acme", "conflicts": [MATCH]})],
    )
    def get(self, request: Request, deal_id: int) -> Response:
        """With its history, prices, and who else may have the client."""
        deal = deal_or_404(self, deal_id)
        moment = about(self)
        with bind(deal.program_id):
            found = conflicts(deal, rulebook=moment["rulebook"], today=moment["today"])
        answer = whole(self, deal.pk) | {"partner": deal.partner.code}
        return Response(answer | {"conflicts": [match_shown(match) for match in found]})


class DealDecisions(VendorEndpoint):
    """Decisions on deals."""

    scopes = {"POST": "deals:write"}

    @extend_schema(
        operation_id="decide_deal",
        summary="Decide on a deal",
        tags=["Vendor"],
        parameters=[KEY, DEAL_ID],
        request=DealDecision,
        responses={200: DealRow, **WRITES},
        examples=[example({"decision": "approve"}, "Approval", request=True), example(DEAL)],
    )
    def post(self, request: Request, deal_id: int) -> Response:
        """Approve, ask, decline, extend the protection, or withdraw it."""
        return self.write(request, DealDecision, lambda sent: self._decide(deal_or_404(self, deal_id), sent))

    def _decide(self, deal: Deal, sent: dict[str, Any]) -> Response:
        takes: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
            "approve": (deciding.approve_deal, ("text", "until", "despite", "specialists")),
            "ask": (deciding.ask_about_deal, ("text",)),
            "decline": (deciding.decline_deal, ("text",)),
            "extend": (deciding.prolong_deal, ("until", "text")),
            "revoke": (deciding.revoke_deal, ("text", "breach")),
        }
        operation, names = takes[sent["decision"]]
        given = {name: sent[name] for name in names if name in sent}
        if sent["decision"] in ("ask", "decline", "revoke"):
            given.setdefault("text", "")
        if sent["decision"] == "extend" and "until" not in given:
            raise UnableToMove({"until": _("Required for this decision.")})
        operation(deal=deal, **given, **about(self))
        return Response(read(self, deal.pk))


class DealPriceDecisions(VendorEndpoint):
    """Answers to prices that partners ask for."""

    scopes = {"POST": "deals:write"}

    @extend_schema(
        operation_id="decide_deal_price",
        summary="Agree or decline a price",
        tags=["Vendor"],
        parameters=[KEY, PRICE_ID],
        request=PriceDecision,
        responses={200: DealPriceRow, **WRITES},
        examples=[example({"agree": True, "agreed": "21000.00"}, "Agreement", request=True), example(PRICE)],
    )
    def post(self, request: Request, price_id: int) -> Response:
        """The partner may quote a price that was agreed (KKV-5.3)."""
        return self.write(request, PriceDecision, lambda sent: self._decide(price_id, sent))

    def _decide(self, price_id: int, sent: dict[str, Any]) -> Response:
        rows = DealPrice.objects.visible_to(self.actor)
        price = rows.select_related("deal").filter(pk=price_id).first() if price_id < 2**63 else None
        if price is None:
            raise Http404
        if sent.pop("agree"):
            pricing.agree_price(price=price, **sent, **about(self))
        else:
            pricing.decline_price(price=price, text=sent.get("text", ""), **about(self))
        return Response(prices_shown(rows.filter(pk=price.pk))[0])
