"""Restrictions, information requests and trademark requests in the admin: lists and decisions."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.clock import now
from common.days_left import left_tone, left_words
from partners.admin_rows import PartnerRowsAdmin
from partners.measures import admin_forms as forms
from partners.measures.admin_acts import page_of
from partners.measures.operations.requests import decide_trademark
from partners.measures.operations.restrictions import lift_restriction
from partners.models import InformationRequest, Restriction, TrademarkRequest
from partners.terms import term
from programs.in_force import rules_today
from web.admin.badges import badge
from web.admin.bound import FieldFilter, MomentFilter, program_today
from web.admin.decisions import ask, object_or_404
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
        return [("holds", _("holds today")), ("coming", _("to come")), ("over", _("over"))]

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


@admin.register(Restriction)
class RestrictionAdmin(PartnerRowsAdmin):
    """Every restriction, newest first. Created on the partner's page, lifted here, never deleted."""

    list_display = ("set_at", "partner", "effect_words", "starts_on", "ends_on", "state", "set_by")
    list_display_links = ("effect_words",)
    list_filter = (HoldsFilter, EffectFilter, ("starts_on", RangeDateFilter))
    list_select_related = ("partner", "user", "set_by")
    exact = ("user__email",)
    search_help_text = _("Partner's name or code, or a person's e-mail address")
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

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.today = program_today(request)

    def has_lift_permission(self, request: Request, object_id: str | None = None) -> bool:
        """Only while the restriction is active or upcoming."""
        if not may(request.actor, "partners.decide") or not str(object_id).isdecimal():
            return False
        rows: Any = self.get_queryset(request)
        return rows.lasting(program_today(request)).filter(pk=object_id).exists()

    @display(description=_("effect"), ordering="effect")
    def effect_words(self, row: Any) -> str:
        if row.effect == Restriction.Effect.DISCOUNT:
            return _("discount lowered to %(percent)s %%") % {"percent": floatformat(row.percent, -2)}
        return _("access blocked: %(who)s") % {"who": row.user or _("everybody")}

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        if row.lifted_on and row.lifted_on <= row.today:
            return badge(_("lifted"))
        if row.ends_on and row.ends_on < row.today:
            return badge(_("over"))
        return badge(_("to come"), "info") if row.starts_on > row.today else badge(_("holds"), "warning")

    @action(description=_("Lift"), url_path="lift", permissions=["lift"], icon="lock_open")
    def lift(self, request: Request, object_id: str) -> HttpResponse:
        """Lift a restriction early and tell the partner."""
        row = object_or_404(self, request, object_id)

        def act(form: forms.Lift) -> str:
            lift_restriction(
                actor=request.actor,
                restriction=row,
                reason=form.cleaned_data["reason"],
                today=program_today(request),
                now=now(),
            )
            return str(_("Lifted. It holds no more from today."))

        return ask(
            self,
            request,
            forms.Lift(request.POST if request.method == "POST" else None),
            act,
            button=_("Lift"),
            title=_("Lift the measure against %(partner)s") % {"partner": row.partner},
            then=page_of(row.partner),
            intro=self.effect_words(row),
        )


class AnswerFilter(FieldFilter):
    """Filter by open, overdue and answered requests."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("open", _("waits for an answer")), ("overdue", _("overdue")), ("answered", _("answered"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "open":
                return queryset.open()
            case "overdue":
                return queryset.overdue(program_today(request))
            case "answered":
                return queryset.exclude(answered_at=None)
        return queryset


@admin.register(InformationRequest)
class InformationRequestAdmin(PartnerRowsAdmin):
    """Information requests to partners, open ones first, by due date (B24-1.7.2)."""

    list_display = ("asked_at", "partner", "question_words", "due_on", "state", "asked_by")
    list_display_links = ("question_words",)
    list_filter = (AnswerFilter, ("due_on", RangeDateFilter))
    list_select_related = ("partner", "asked_by")
    ordering = (F("answered_at").desc(nulls_first=True), "due_on", "id")
    fields = ("partner", "question", "asked_by", "asked_at", "due_on", "state", "answer", "answered_by", "answered_at")
    readonly_fields = ("state",)

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        """Days left, counted as the program counts them."""
        rules, on = rules_today(request), program_today(request)
        asked = rules.admission.information_requests if rules and rules.admission else None
        for row in rows:
            row.left = term(rules, asked.due, row.partner).days_left(on, row.due_on) if rules and asked else None

    @display(description=_("question"))
    def question_words(self, row: Any) -> str:
        return Truncator(row.question).chars(_WORDS)

    @display(description=_("state"), ordering="answered_at")
    def state(self, row: Any) -> SafeString:
        if row.answered_at:
            return badge(_("answered"), "success")
        if row.partner.ended_on:
            return badge(_("the partnership has ended"))
        if row.left is None:
            return badge(_("waits for an answer"), "info")
        if row.left < 0:
            return badge(left_words(row.left), left_tone(row.left))
        return badge(_("waits for an answer"), "info")


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
    actions_detail = ("approve", "decline")

    def has_decide_permission(self, request: Request, object_id: str | None = None) -> bool:
        """Only while the request is pending. The operation tells a manager who is too late."""
        return may(request.actor, "trademarks.decide")

    def get_actions_detail(self, request: Request, object_id: int) -> list[Any]:
        row = self.get_object(request, str(object_id))
        waits = row is not None and row.state == TrademarkRequest.State.WAITING
        return super().get_actions_detail(request, object_id) if waits else []

    @display(description=_("use"))
    def use_words(self, row: Any) -> str:
        return Truncator(row.use).chars(_WORDS)

    @display(description=_("state"), ordering="state")
    def state_words(self, row: Any) -> SafeString:
        state = TrademarkRequest.State
        tones = {state.WAITING: "warning", state.APPROVED: "success", state.DECLINED: "danger"}
        return badge(row.get_state_display(), tones.get(state(row.state), ""))

    @action(
        description=_("Approve"),
        url_path="approve",
        permissions=["decide"],
        icon="check",
        variant=ActionVariant.PRIMARY,
    )
    def approve(self, request: Request, object_id: str) -> HttpResponse:
        """Approve a trademark request (B24-1.6)."""
        return self._decide(request, object_id, forms.ApproveUse, approved=True)

    @action(
        description=_("Decline"), url_path="decline", permissions=["decide"], icon="block", variant=ActionVariant.DANGER
    )
    def decline(self, request: Request, object_id: str) -> HttpResponse:
        """Decline a trademark request and tell the partner why."""
        return self._decide(request, object_id, forms.DeclineUse, approved=False)

    def _decide(self, request: Request, object_id: str, form: type[Any], *, approved: bool) -> HttpResponse:
        row = object_or_404(self, request, object_id)

        def act(form: Any) -> str:
            decide_trademark(
                actor=request.actor,
                request=row,
                approved=approved,
                note=form.cleaned_data["note"],
                today=program_today(request),
                now=now(),
            )
            return str(_("Approved: the partner is told.") if approved else _("Declined: the partner is told why."))

        title = _("Approve a use by %(partner)s") if approved else _("Decline a use by %(partner)s")
        return ask(
            self,
            request,
            form(request.POST if request.method == "POST" else None),
            act,
            danger=not approved,
            title=title % {"partner": row.partner},
            button=_("Approve") if approved else _("Decline"),
            then=reverse("admin:partners_trademarkrequest_change", args=[row.pk]),
            intro=row.use,
        )
