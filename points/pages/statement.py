"""A partner's page with the statement of a points account."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from points.pages.filters import StatementFilters
from points.statement import EXPIRIES_SHOWN, Statement, expiries
from programs.definition import MAIN_TRACK
from programs.wording import Words
from web.paging import page_number, page_of

ROWS = 50


@require_safe
@partner_page("records.view")
def points(request: PartnerRequest) -> HttpResponse:
    """The statement of one points account."""
    book = request.definition.points
    form = StatementFilters(request.GET, accounts=book.accounts, main=request.definition.track(MAIN_TRACK).account)
    asked: dict[str, Any] = {"partner_id": request.partner.pk, "account": form.account, "on": request.today}
    shown: dict[str, Any] = {**asked, "sign": form.sign}
    statement: Any = Statement(**shown)  # counted and sliced like a list
    page = page_of(statement, page_number(request.GET), ROWS)
    coming = expiries(**asked, at_most=EXPIRIES_SHOWN)
    words = Words(request.definition, request.partner.currency)
    account = book.accounts[form.account]
    return dashboard_page(
        request, "points/statement.html", form=form, page=page, coming=coming, words=words, account=account
    )
