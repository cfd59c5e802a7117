"""A member's calendar of next steps: its page, and the feed that calendar programs fetch."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import refusal, within
from common.clock import now
from leads.board.calendar import feed_of, written
from leads.board.models import CalendarFeed
from leads.board.operations.calendar import end_calendar, renew_calendar
from leads.board.pages.board import access_or_404
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.homes import address
from programs.pages import with_rules
from programs.requests import ProgramRequest


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("leads.view")
def calendar(request: PartnerRequest) -> HttpResponse:
    """Make, renew or close the private address. It is shown once, because only its digest is stored."""
    access = access_or_404(request)
    shown = ""
    if request.method == "POST" and request.POST.get("step") == "end":
        end_calendar(actor=request.actor, partner=request.partner)
        messages.success(request, _("The address no longer works."))
        return redirect("leads:calendar")
    if request.method == "POST":
        secret = renew_calendar(actor=request.actor, partner=request.partner, now=now())
        shown = address(request.site, reverse("leads:calendar_feed", args=[secret]))
    feed = CalendarFeed.objects.visible_to(request.actor).filter(user=request.actor.user_id).first()
    return dashboard_page(request, "leads/board/calendar.html", access=access, feed=feed, shown=shown)


@require_safe
@never_cache
@with_rules
def calendar_feed(request: ProgramRequest, secret: str) -> HttpResponse:
    """The next steps as iCalendar; whoever holds the address may read it."""
    if not within(request, "follow"):
        return refusal(request)
    leads, feed = request.definition.leads, feed_of(request.program.pk, secret)
    if leads is None or feed is None:
        raise Http404
    return HttpResponse(written(feed, leads, request.site), content_type="text/calendar; charset=utf-8")
