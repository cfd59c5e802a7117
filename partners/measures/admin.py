"""Restrictions, information requests and trademark requests in the admin: lists and decisions."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.numbers import percent
from partners.admin_rows import PartnerRowsAdmin
from partners.measures import admin_forms as forms
from partners.measures.operations.requests import decide_trademark
from partners.measures.operations.restrictions import lift_restriction
from partners.models import Restriction, TrademarkRequest
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Asked, Decision
from web.admin.filters import FieldFilter, MomentFilter
from web.requests import Request

_WORDS = 90  # characters shown of a long text


class EffectFilter(FieldFilter):
    """Filter restrictions by kind."""

    title = _("effect")
    parameter_name = "effect"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(Restriction.Effect.choices)


class HoldsFilter(FieldFilter):
    """Filter by active or upcoming restrictions, and ended ones."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("holds", _("active today")), ("coming", _("to come")), ("over", _("over"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Any]:
        on = program_today(request)
        match self.value():
            case "holds":
                return queryset.in_force(on)
            case "coming":
                return queryset.lasting(on).filter(starts_on__gt=on)
            case "over":
                return queryset.exclude(pk__in=queryset.lasting(on).values("pk"))
        return queryset


def _to_partner(asked: Asked) -> str:
    """The page of the partner whom the row is about."""
    return reverse("admin:partners_partner_change", args=[asked.row.partner_id])


@admin.register(Restriction)
class RestrictionAdmin(PartnerRowsAdmin):
    """Every restriction, newest first. Created on the partner's page, lifted here, never deleted."""

    list_display = ("set_at", "partner", "effect_words", "starts_on", "ends_on", "state", "set_by")
    list_display_links = ("effect_words",)
    list_filter = (HoldsFilter, EffectFilter, ("starts_on", RangeDateFilter))
    list_select_related = ("partner", "user", "set_by")
    exact = ("user__email",)
    search_help_text = _("Partner's name or code, or a person's email address")
    fields = (
        "partner",
        "effect_words",
        "state",
        "starts_on",
        "ends_on",
        "reason",
        "conditions",
        "clause",
        "set_by",
        "set_at",
        "lifted_on",
        "lifted_by",
        "lifted_reason",
    )
    readonly_fields = ("effect_words", "state")
    actions_detail = ("lift",)

    lift = Decision(
        label=_("Lift"),
        icon="lock_open",
        theirs=("lift",),
        form=forms.Lift,
        operation=lift_restriction,
        title=_("Lift the restriction of %(partner)s"),
        told=_("Lifted. It ends today."),
        then=_to_partner,
    )

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.today = program_today(request)

    def has_lift_permission(self, request: Request, object_id: str | None = None) -> bool:
        """Only while the restriction is active or upcoming."""
        if not may(request.actor, "partners.decide") or not str(object_id).isdecimal():
            return False
        rows: Any = self.get_queryset(request)
        return rows.lasting(program_today(request)).filter(pk=object_id).exists()

    def words_about(self, row: Any) -> dict[str, Any]:
        return {"partner": row.partner}

    def intro_about(self, row: Any) -> str:
        return self.effect_words(row)

    @display(description=_("effect"), ordering="effect")
    def effect_words(self, row: Any) -> str:
        if row.effect == Restriction.Effect.DISCOUNT:
            return _("discount lowered to %(percent)s") % {"percent": percent(row.percent)}
        if row.effect == Restriction.Effect.ACCESS:
            return _("access blocked: %(who)s") % {"who": row.user or _("everybody")}
        if row.effect == Restriction.Effect.POINTS:
            return _("%(points)s points canceled") % {"points": row.points or _("all")}
        return row.get_effect_display()

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        if row.lifted_on and row.lifted_on <= row.today:
            return badge(_("lifted"))
        if row.ends_on and row.ends_on < row.today:
            return badge(_("over"))
        return badge(_("to come"), "info") if row.starts_on > row.today else badge(_("holds"), "warning")


class UseFilter(FieldFilter):
    """Filter trademark requests by status."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(TrademarkRequest.State.choices)


@admin.register(TrademarkRequest)
class TrademarkRequestAdmin(PartnerRowsAdmin):
    """Partners' trademark requests, pending ones first, oldest first."""

    list_display = ("asked_at", "partner", "use_words", "state_words", "asked_by", "decided_at")
    list_display_links = ("use_words",)
    list_filter = (UseFilter, ("asked_at", MomentFilter))
    list_select_related = ("partner", "asked_by")
    ordering = (F("decided_at").desc(nulls_first=True), "id")
    fields = ("partner", "use", "state_words", "asked_by", "asked_at", "decided_by", "decided_at", "note")
    readonly_fields = ("state_words",)
    row_name = "request"
    actions_detail = ("approve", "decline")

    # Decisions about a use of the trademarks (B24-1.6).
    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission="trademarks.decide",
        form=forms.ApproveUse,
        operation=partial(decide_trademark, approved=True),
        bulk=forms.ApproveUse,
        title=_("Approve a use by %(partner)s"),
        told=_("Approved. We notified the partner."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission="trademarks.decide",
        form=forms.DeclineUse,
        operation=partial(decide_trademark, approved=False),
        bulk=forms.DeclineUse,
        title=_("Decline a use by %(partner)s"),
        danger=True,
        told=_("Declined. We told the partner why."),
    )

    def offered(self, request: Request, row: Any) -> tuple[str, ...] | None:
        """Only while the request is pending. The operation tells a manager who is too late."""
        return None if row.state == TrademarkRequest.State.WAITING else ()

    def words_about(self, row: Any) -> dict[str, Any]:
        return {"partner": row.partner}

    def intro_about(self, row: Any) -> str:
        return row.use

    @display(description=_("use"))
    def use_words(self, row: Any) -> str:
        return Truncator(row.use).chars(_WORDS)

    @display(description=_("state"), ordering="state")
    def state_words(self, row: Any) -> SafeString:
        state = TrademarkRequest.State
        tones = {state.WAITING: "warning", state.APPROVED: "success", state.DECLINED: "danger"}
        return badge(row.get_state_display(), tones.get(state(row.state), ""))
