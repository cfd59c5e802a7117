"""API endpoints of a partner's deals."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from leads.deals.api_examples import DEAL, NEW, PRICE, STEP
from leads.deals.api_rows import (
    DEAL_ID,
    FIELDS,
    WRITES,
    DealFilters,
    DealMove,
    DealRow,
    NewDeal,
    OneDealAnswer,
    about,
    deal_or_404,
    deal_shown,
    read,
    whole,
)
from leads.deals.models import Deal
from leads.deals.operations import pricing, registering, working
from leads.deals.writing import UnableToMove
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from web.api.pagination import asked, paginate


class Deals(Endpoint):
    """The partner's deals."""

    scopes = {"GET": "deals:read", "POST": "deals:write"}

    @extend_schema(
        operation_id="list_deals",
        summary="List your deals",
        tags=["Partner"],
        parameters=[DealFilters, *PAGES],
        responses={200: page_of(DealRow), **problems(400, 401, 403, 429)},
        examples=[page_example(DEAL)],
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        rows = Deal.objects.visible_to(self.actor).filter(**asked(DealFilters, request))
        return Response(paginate(request._request, rows, order=("-id",), fields=FIELDS, show=deal_shown))

    @extend_schema(
        operation_id="register_deal",
        summary="Register a deal",
        tags=["Partner"],
        parameters=[KEY],
        request=NewDeal,
        responses={201: DealRow, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[example(NEW, "Deal", request=True), example({**DEAL, "state": "submitted"})],
    )
    def post(self, request: Request) -> Response:
        """The vendor decides within the program's time."""
        return self.write(request, NewDeal, self._register)

    def _register(self, sent: dict[str, Any]) -> Response:
        partner = Partner.objects.visible_to(self.actor).get()
        given = registering.DealForm(**sent)
        made = registering.register_deal(partner=partner, given=given, **about(self))
        return Response(read(self, made.pk), status=201)


class OneDeal(Endpoint):
    """One deal."""

    scopes = {"GET": "deals:read"}

    @extend_schema(
        operation_id="get_deal",
        summary="Show a deal",
        tags=["Partner"],
        parameters=[DEAL_ID],
        responses={200: OneDealAnswer, **problems(401, 403, 404, 429)},
        examples=[example({**DEAL, "steps": [STEP], "prices": [PRICE]})],
    )
    def get(self, request: Request, deal_id: int) -> Response:
        """With its history and prices."""
        return Response(whole(self, deal_or_404(self, deal_id).pk))


class DealSteps(Endpoint):
    """Steps that the partner takes."""

    scopes = {"POST": "deals:write"}

    @extend_schema(
        operation_id="move_deal",
        summary="Take a step of a deal",
        tags=["Partner"],
        parameters=[KEY, DEAL_ID],
        request=DealMove,
        responses={200: DealRow, **WRITES},
        examples=[
            example({"step": "progress", "text": "Contract sent."}, "Progress", request=True),
            example(DEAL),
        ],
    )
    def post(self, request: Request, deal_id: int) -> Response:
        """Answer, report progress, say when work begins, ask for a price, close or withdraw it."""
        return self.write(request, DealMove, lambda sent: self._move(deal_or_404(self, deal_id), sent))

    def _move(self, deal: Deal, sent: dict[str, Any]) -> Response:
        needs: dict[str, dict[str, Any]] = {
            "begin": {"on": None},
            "price": {"product": "", "quantity": 1, "amount": 0},
            "lost": {"reason": ""},
        }
        takes: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
            "answer": (registering.answer_deal, ("text",)),
            "progress": (working.report_progress, ("text",)),
            "begin": (working.begin_work, ("on", "text")),
            "price": (pricing.ask_price, ("product", "quantity", "amount", "text")),
            "won": (working.win_deal, ("licence",)),
            "lost": (working.lose_deal, ("reason",)),
            "message": (registering.add_deal_message, ("text",)),
            "withdraw": (registering.withdraw_deal, ("reason",)),
        }
        step = sent["step"]
        operation, names = takes[step]
        optional = {"text": "", "reason": "", "licence": ""}
        given = {name: sent.get(name, needs.get(step, {}).get(name, optional.get(name))) for name in names}
        if step == "begin" and given["on"] is None:
            raise UnableToMove({"on": _("Required for this step.")})
        operation(deal=deal, **given, **about(self))
        return Response(read(self, deal.pk))
