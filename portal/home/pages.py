"""A partner's dashboard: levels, points, activities, history and notices."""

from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import may
from activities.claims.queries import open_claims
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from portal.home.forms import AsOf
from programs.definition import MAIN_TRACK
from statuses.benefits import discount_of
from statuses.rank import rank
from statuses.standing.queries import standing
from web.cards import cards

FORESIGHT = timedelta(days=731)
ROWS = 50


@require_safe
@partner_page("dashboard.view")
def standing_page(request: PartnerRequest) -> HttpResponse:
    """The partner's levels on a day, why, what is missing, and what comes next."""
    partner = request.partner
    form = AsOf(
        request.GET or None,
        earliest=partner.accepted_on,
        latest=request.today + FORESIGHT,
        today=request.today,
    )
    day = form.day
    tracks = standing(partner=partner, revisions=request.revisions, as_of=day)
    shown = {"form": form, "day": day, "tracks": tracks, "cards": cards("home", request)}
    on_main = next((track for track in tracks if track.is_main), None)
    if on_main:
        shown["discount"] = discount_of(partner=partner, found=on_main.found, timeline=on_main.timeline)
    if day >= request.today and may(request.actor, "claims.submit"):
        shown |= {"may_claim": True, "open_claims": open_claims(request.actor)}
    if day == request.today:
        main = request.definition.track(MAIN_TRACK)
        shown["rank"] = rank(
            program_id=request.program.pk, partner_id=partner.pk, track=main.code, account=main.account
        )
    return dashboard_page(request, "portal/home.html", **shown)
