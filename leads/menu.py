"""Admin menu entries of this app."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.numbers import LARGEST_ID, whole_number
from leads.models import Deal, LeadRequest
from programs.request_rules import when_rules
from web.admin.menu import add_entry, add_group
from web.admin.search import EACH, Found, add_finder
from web.requests import Request

_SHORTEST = 3  # letters of a request's text that are looked for

_HAVE = when_rules(lambda rules: rules.leads)

add_group("leads", _("Requests and deals"), place=40)
add_entry(
    "leads", _("Client requests"), icon="contact_mail", page="leads_leadrequest_changelist", place=10, shown=_HAVE
)
add_entry("leads", _("Reservations"), icon="assignment_ind", page="leads_reservation_changelist", place=11, shown=_HAVE)
add_entry(
    "leads",
    _("Deals"),
    icon="handshake",
    page="leads_deal_changelist",
    place=12,
    shown=when_rules(lambda rules: rules.deals),
)
add_entry(
    "leads",
    _("Prices of deals"),
    icon="sell",
    page="leads_dealprice_changelist",
    place=14,
    shown=when_rules(lambda rules: rules.deals and rules.deals.prices),
)
add_entry("leads", _("Locations"), icon="public", page="leads_location_changelist", place=20, shown=_HAVE)
add_entry(
    "leads", _("Partners with requests"), icon="groups", page="leads_participant_changelist", place=25, shown=_HAVE
)
add_entry("leads", _("Territories"), icon="map", page="leads_territory_changelist", place=30, shown=_HAVE)


def _requests(request: Request, text: str) -> Iterator[Found]:
    """Client requests by number ("#17") or words, and deals by the client's company."""
    number = whole_number(text.removeprefix("#"), most=LARGEST_ID)
    if number is None and len(text) < _SHORTEST:
        return
    meant = Q(pk=number) if number is not None else Q(text__icontains=text)
    for row in LeadRequest.objects.visible_to(request.actor).filter(meant).order_by("-pk")[:EACH]:
        page = reverse("admin:leads_leadrequest_change", args=[row.pk])
        yield Found(f"#{row.pk} {Truncator(row.text).chars(60)}", _("Client request"), page, "contact_mail")
    for deal in Deal.objects.visible_to(request.actor).filter(company__icontains=text).order_by("-pk")[:EACH]:
        page = reverse("admin:leads_deal_change", args=[deal.pk])
        yield Found(deal.company, _("Deal"), page, "handshake")


add_finder(_requests, place=30)
