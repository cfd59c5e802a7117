"""Finding anything of the own company: a page with a search field, which the palette (Ctrl+K) shows over any page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.finding import LONGEST, find_anything


@require_safe
@partner_page("dashboard.view")
def find(request: PartnerRequest) -> HttpResponse:
    """What matches the text; only the list where the palette asks for it."""
    text = request.GET.get("q", "")
    found = find_anything(request.actor, text, rules=request.definition)
    shown = {"q": text[:LONGEST], "found": found}
    if request.headers.get("X-Palette"):
        return render(request, "portal/found.html", shown)
    return dashboard_page(request, "portal/find.html", **shown)
