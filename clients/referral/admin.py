"""Referrals in the admin: sign-ups with their reasons, and links."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from clients.models import ReferralLink, ReferralSignUp
from partners.admin_rows import PartnerRowsAdmin
from web.admin.badges import badge
from web.admin.filters import FieldFilter
from web.requests import Request

State = ReferralSignUp.State


class StateFilter(FieldFilter):
    """Linked or refused sign-ups."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(State.choices)


class CauseFilter(FieldFilter):
    """Refused sign-ups by the cause."""

    title = _("cause")
    parameter_name = "cause"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(ReferralSignUp.Cause.choices)


@admin.register(ReferralSignUp)
class ReferralSignUpAdmin(PartnerRowsAdmin):
    """Sign-ups that the product reported, the latest first."""

    list_display = ("on", "account", "partner", "link", "state_badge", "cause", "paid_on")
    list_display_links = ("account",)
    list_filter = (StateFilter, CauseFilter)
    list_select_related = ("partner", "link", "client")
    exact = ("account", "link__campaign")
    search_help_text = _("Partner's name or code, an account, or a campaign")
    ordering = ("-on", "-id")
    fields = (
        "partner",
        "link",
        "account",
        "client",
        "state_badge",
        "cause",
        "reason",
        "visited_on",
        "on",
        "paid_on",
        "reported_at",
    )
    readonly_fields = ("state_badge",)

    @display(description=_("state"), ordering="state")
    def state_badge(self, row: ReferralSignUp) -> SafeString:
        return badge(row.get_state_display(), "success" if row.state == State.LINKED else "danger")


@admin.register(ReferralLink)
class ReferralLinkAdmin(PartnerRowsAdmin):
    """Links of all partners with their visits, the newest first."""

    list_display = ("partner", "campaign", "code", "visits", "made_at", "closed_at")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    exact = ("code", "campaign")
    search_help_text = _("Partner's name or code, a link's code, or a campaign")
    ordering = ("-made_at", "-id")
    fields = ("partner", "campaign", "code", "visits", "made_at", "closed_at")
    readonly_fields = ("visits",)

    def get_queryset(self, request: Request) -> QuerySet[ReferralLink]:
        return super().get_queryset(request).annotate(counted=Sum("counts__visits"))

    @display(description=_("visits"))
    def visits(self, row: Any) -> int:
        return row.counted or 0
