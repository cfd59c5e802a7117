"""A partner's log: what it did, latest first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from activities.models import Activity
from partners.pages.access import dashboard_page, partner_page
from portal.forms import ActivityFilters
from programs.wording import Words
from web.paging import page_number, page_of

ROWS = 50


@require_safe
@partner_page("records.view")
def activities(request: HttpRequest) -> HttpResponse:
    """The log of what the partner did, latest first, with what was taken back."""
    form = ActivityFilters(request.GET, kinds=request.definition.activities)
    rows = form.apply(Activity.objects.visible_to(request.actor).filter(retracts=None).select_related("retraction"))
    page = page_of(rows, page_number(request.GET), ROWS)
    words = Words(request.definition, request.partner.currency)
    return dashboard_page(request, "activities", form=form, page=page, words=words)
