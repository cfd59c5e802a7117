"""A partner's page with its level history."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.wording import Words
from statuses.models import StatusChange
from web.paging import page_number, page_of

ROWS = 50


@require_safe
@partner_page("records.view")
def history(request: PartnerRequest) -> HttpResponse:
    """Every decision about the partner's levels, newest first."""
    rows = StatusChange.objects.visible_to(request.actor).filter(superseded_at=None).select_related("decision")
    page = page_of(rows, page_number(request.GET), ROWS)
    words = Words(request.definition, request.partner.currency)
    return dashboard_page(request, "statuses/standing/history.html", page=page, words=words)
