"""A partner's dashboard: where it stands, its points, what it did, how it got here, what it was told."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import may
from activities.models import Activity
from activities.queries import open_claims
from notices.models import Notice
from points.statement import Statement, expiries
from portal.forms import ActivityFilters, AsOf, StatementFilters
from portal.paging import page_number, page_of
from portal.queries.benefits import discount_of
from portal.queries.rank import rank
from portal.queries.standing import EXPIRIES_SHOWN, standing
from portal.views.access import dashboard_page, partner_page
from portal.wording import Words
from programs.definition import MAIN_TRACK
from statuses.models import StatusChange

FORESIGHT = timedelta(days=731)
LATEST_NOTICES = 3
ROWS = 50


@require_safe
@partner_page("dashboard.view")
def standing_page(request: HttpRequest) -> HttpResponse:
    """Where the partner stands on a day and why, what is missing, what comes."""
    partner = request.partner
    form = AsOf(
        request.GET or None,
        earliest=partner.accepted_on,
        latest=request.today + FORESIGHT,
        today=request.today,
    )
    day = form.day
    tracks = standing(partner=partner, revisions=request.revisions, as_of=day)
    latest = Notice.objects.visible_to(request.actor).with_reading_of(request.user.pk)[:LATEST_NOTICES]
    shown = {"form": form, "day": day, "tracks": tracks, "latest": latest}
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
    return dashboard_page(request, "standing", **shown)


@require_safe
@partner_page("records.view")
def points(request: HttpRequest) -> HttpResponse:
    """The statement of one points account."""
    book = request.definition.points
    form = StatementFilters(request.GET, accounts=book.accounts, main=request.definition.track(MAIN_TRACK).account)
    asked = {"partner_id": request.partner.pk, "account": form.account, "on": request.today}
    page = page_of(Statement(**asked, sign=form.sign), page_number(request.GET), ROWS)
    coming = expiries(**asked, at_most=EXPIRIES_SHOWN)
    words = Words(request.definition, request.partner.currency)
    account = book.accounts[form.account]
    return dashboard_page(request, "points", form=form, page=page, coming=coming, words=words, account=account)


@require_safe
@partner_page("records.view")
def activities(request: HttpRequest) -> HttpResponse:
    """The log of what the partner did, latest first, with what was taken back."""
    form = ActivityFilters(request.GET, kinds=request.definition.activities)
    rows = form.apply(Activity.objects.visible_to(request.actor).filter(retracts=None).select_related("retraction"))
    page = page_of(rows, page_number(request.GET), ROWS)
    words = Words(request.definition, request.partner.currency)
    return dashboard_page(request, "activities", form=form, page=page, words=words)


@require_safe
@partner_page("records.view")
def history(request: HttpRequest) -> HttpResponse:
    """Every decision about the partner's levels, latest first."""
    rows = StatusChange.objects.visible_to(request.actor).filter(superseded_at=None).select_related("decision")
    page = page_of(rows, page_number(request.GET), ROWS)
    words = Words(request.definition, request.partner.currency)
    return dashboard_page(request, "history", page=page, words=words)
