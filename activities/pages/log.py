"""A partner's log: what it did, latest first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from activities.models import Activity
from portal.forms import ActivityFilters
from portal.paging import page_number, page_of
from portal.views.access import dashboard_page, partner_page
from programs.wording import Words

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
