"""Finds partners by anything that staff may know of them: also by the reference of something they did."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from common.actor import Actor
from partners.models import Partner
from partners.profile.finding import FoundPartners, find_partners
from web.admin.search import EACH, Found
from web.requests import Request

_LONGEST = 120  # characters of a reference


def find_by_any(actor: Actor, text: str) -> FoundPartners:
    """Partners that the actor may see and that the text could mean, the best matches first."""
    reference = text.strip()[:_LONGEST].replace("\0", "")
    known = Activity.objects.visible_to(actor).filter(reference=reference) if reference else Activity.objects.none()
    return find_partners(actor, text, known=known.values_list("partner_id", flat=True))


def partners_for_palette(request: Request, text: str) -> Iterator[Found]:
    """The best matches among partners."""
    ids = find_by_any(request.actor, text).ids[:EACH]
    rows = Partner.objects.visible_to(request.actor).in_bulk(ids)
    for pk in ids:
        if row := rows.get(pk):
            page = reverse("admin:partners_partner_change", args=[pk])
            yield Found(f"{row.name} ({row.code})", _("Partner"), page, "storefront")
