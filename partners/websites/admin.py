"""Website checks in the admin: all checks, and a partner's checks with a button for a new one (B24-1.4c)."""

from datetime import timedelta
from typing import Any

import structlog
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action, display

from accounts.limits import within
from accounts.permissions import may, require
from common.clock import now
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Partner, WebsiteCheck
from partners.profile.listing import removal_day
from partners.websites.jobs import look_at_website
from partners.websites.operations import PERMISSION
from programs.request_rules import rules_today
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import object_or_404, show
from web.admin.filters import FieldFilter
from web.requests import Request

SHOWN = 30
# The shortest time between two requested checks of a website.
PAUSE = timedelta(minutes=1)
log = structlog.get_logger("echelon.websites")
_TONES = {
    WebsiteCheck.Outcome.FOUND: "success",
    WebsiteCheck.Outcome.ABSENT: "danger",
    WebsiteCheck.Outcome.UNREACHABLE: "warning",
}


class OutcomeFilter(FieldFilter):
    """Filter checks by result."""

    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(outcome.value, outcome.label) for outcome in WebsiteCheck.Outcome]


class GraceFilter(FieldFilter):
    """Filter checks of partners whose grace period is running or over."""

    title = _("grace")
    parameter_name = "grace"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("running", _("website at risk"))]

    def queryset(self, request: Request, queryset: Any) -> Any:
        return queryset.filter(partner__website_absent_on__isnull=False) if self.value() == "running" else queryset


@admin.register(WebsiteCheck)
class WebsiteCheckAdmin(PartnerRowsAdmin):
    """Every website check, newest first."""

    list_display = ("partner", "on", "outcome_words", "address", "detail", "card_goes", "asked_by")
    list_filter = (OutcomeFilter, GraceFilter, ("on", RangeDateFilter))
    list_select_related = ("partner", "asked_by")
    fields = ("partner", "at", "outcome_words", "address", "detail", "card_goes", "asked_by")
    readonly_fields = ("outcome_words", "card_goes")

    def complete(self, request: Request, rows: Any) -> None:
        rules = rules_today(request)
        for row in rows:
            absent_on = row.partner.website_absent_on
            row.removed_on = removal_day(absent_on, rules) if absent_on and rules else None

    @display(description=_("outcome"), ordering="outcome")
    def outcome_words(self, row: WebsiteCheck) -> SafeString:
        return badge(row.get_outcome_display(), _TONES.get(WebsiteCheck.Outcome(row.outcome), ""))

    @display(description=_("card goes"))
    def card_goes(self, row: Any) -> Any:
        return row.removed_on


class WebsitePage:
    """The website section of a partner's page, mixed into `PartnerAdmin`."""

    @action(description=_("Website"), url_path="website", icon="language")
    def website(self, request: Request, object_id: str) -> HttpResponse:
        """The latest checks, the day the card is hidden, and a button for a new check."""
        partner, rules = object_or_404(self, request, object_id), rules_today(request)
        rule = rules.directory.website_check if rules and rules.directory else None
        if request.method == "POST":
            require(request.actor, PERMISSION)
            _look(request, partner, wanted=bool(rule and partner.website))
            return HttpResponseRedirect(reverse("admin:partners_partner_website", args=[partner.pk]))
        checks = WebsiteCheck.objects.visible_to(request.actor).filter(partner=partner).select_related("asked_by")
        absent_on = partner.website_absent_on
        return show(
            self,
            request,
            "partners/websites/admin/website.html",
            _("Website of %(partner)s") % {"partner": partner},
            partner=partner,
            rule=rule,
            checks=list(checks[:SHOWN]),
            may_look=may(request.actor, PERMISSION),
            removed_on=removal_day(absent_on, rules) if absent_on and rules else None,
            today=program_today(request),
        )


def _look(request: Request, partner: Partner, *, wanted: bool) -> None:
    """Queue a check, so that no page waits for another server."""
    recent = WebsiteCheck.objects.visible_to(request.actor).filter(partner=partner, at__gt=now() - PAUSE)
    if not wanted:
        messages.error(request, _("There is nothing to check: no website, or no rule about it."))
    elif recent.exists() or not within(request, "website"):
        messages.error(request, _("It was just checked. Try again in a few minutes."))
    else:
        given = {"program_id": request.program.pk, "partner_id": partner.pk, "user_id": request.user.pk}
        transaction.on_commit(lambda: _send(given))
        messages.success(request, _("We're checking the website. Reload this page in a moment."))


def _send(given: dict[str, int]) -> None:
    """Queue the check. Without a broker, the next periodic check covers it."""
    try:
        look_at_website.apply_async(kwargs=given, retry=False)
    except Exception as error:
        log.warning("websites.not_asked", error=type(error).__name__)
