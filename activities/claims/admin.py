"""Claims in the admin: the review queue and the page of one claim."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from activities.claims import admin_forms as forms
from activities.claims.operations.deciding import approve_claim, approve_plan, ask_claimant, decline_claim
from activities.claims.operations.submitting import add_message
from activities.claims.review import claim_review
from activities.claims.rules import VENDOR_STEPS, can
from activities.models import Claim, ClaimMessage
from common.clock import now
from partners.admin_rows import PartnerRowsAdmin
from programs.request_rules import names_today, rules_today
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Decision
from web.admin.filters import FieldFilter
from web.cards import cards
from web.requests import Request

State = Claim.State
PERMISSION = "claims.decide"
TONES = {
    State.PLANNED: "info",
    State.SUBMITTED: "info",
    State.ASKED: "warning",
    State.APPROVED: "success",
    State.DECLINED: "danger",
    State.RETRACTED: "danger",
}


class StateFilter(FieldFilter):
    """Claims waiting for the vendor, or in one state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("waiting", _("pending")), *State.choices]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Claim]:
        if self.value() == "waiting":
            return queryset.filter(state__in=Claim.WAITING)
        return super().queryset(request, queryset) if self.value() in State.values else queryset


class ClaimKindFilter(FieldFilter):
    """Claims of one kind."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        rules = rules_today(request)
        kinds = rules.activities.items() if rules else ()
        return [(code, kind.name) for code, kind in kinds if kind.claim]


@admin.register(Claim)
class ClaimAdmin(PartnerRowsAdmin):
    """Every claim: waiting ones first, oldest first; then the rest, newest first."""

    list_display = ("waits", "partner", "kind_name", "title", "state_words", "last_word", "submitted_by")
    list_display_links = ("waits", "kind_name")
    list_filter = (StateFilter, ClaimKindFilter)
    list_select_related = ("partner", "submitted_by", "decided_by")
    change_form_outer_before_template = "activities/claims/admin/claim.html"
    panel_acts = ("approve", "approve-plan", "ask", "decline")
    actions_detail = ("approve", "approve_plan", "ask_more", "message", "decline")

    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        form=forms.Approve,
        operation=approve_claim,
        bulk=forms.ApprovePlan,
        title=_("Approve claim %(number)s"),
        told=_("Approved. Points and levels are updated."),
        intro=_("The claim becomes an activity on its day. Points and levels update immediately."),
    )
    approve_plan = Decision(
        label=_("Approve the plan"),
        path="approve-plan",
        icon="check",
        variant=ActionVariant.PRIMARY,
        form=forms.ApprovePlan,
        operation=approve_plan,
        bulk=forms.ApprovePlan,
        title=_("Approve the plan of claim %(number)s"),
        told=_("The plan was approved; the partner claims the result when it is done."),
    )
    ask_more = Decision(
        label=_("Ask"),
        path="ask",
        icon="help",
        form=forms.Ask,
        operation=ask_claimant,
        title=_("Ask about claim %(number)s"),
        button=_("Send the question"),
        told=_("The question was sent."),
    )
    message = Decision(
        label=_("Write a message"),
        icon="chat",
        form=forms.Message,
        operation=add_message,
        title=_("Write about claim %(number)s"),
        button=_("Send the message"),
        told=_("The message was sent."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        form=forms.Decline,
        operation=decline_claim,
        bulk=forms.Decline,
        title=_("Decline claim %(number)s"),
        danger=True,
        told=_("Declined. We told the partner why."),
    )

    def get_queryset(self, request: Request) -> QuerySet[Claim]:
        said = ClaimMessage.objects.filter(claim=OuterRef("pk")).order_by("-pk")
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        return rows.annotate(vendor_last=Subquery(said.values("by_vendor")[:1]))

    def get_fieldsets(self, request: Request, obj: Claim | None = None) -> list[Any]:
        """None: the page shows everything itself."""
        return []

    def get_ordering(self, request: Request) -> tuple[Any, ...]:
        waits = When(state__in=Claim.WAITING, then=Value(0))
        since = When(state__in=Claim.WAITING, then=F("waits_since"))
        return (Case(waits, default=Value(1), output_field=IntegerField()), Case(since).asc(nulls_last=True), "-pk")

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names, row.read_at = names_today(request), now()

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Claim | None = None, **kwargs: Any
    ) -> HttpResponse:
        rules = rules_today(request)
        if obj is not None and rules:
            context["review"] = claim_review(obj, actor=request.actor, definition=rules, on=program_today(request))
            context["may_decide"], context["state"] = may(request.actor, PERMISSION), self.state_words(obj)
            context["waits"] = self.waits(obj)
            context["worth"] = cards("claim_worth", request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def offered(self, request: Request, row: Claim) -> set[str]:
        """Only the steps possible now. If the claim has moved on, the operation says so."""
        if not may(request.actor, PERMISSION):
            return set()
        return {step.replace("_", "-") for step in VENDOR_STEPS if can(row.state, step)} | {"message"}

    def words_about(self, row: Claim) -> dict[str, Any]:
        return {"number": row.pk}

    def named(self, row: Any) -> str:
        return " · ".join(filter(None, [self.kind_name(row), row.subject, str(row.partner)]))

    def intro_about(self, row: Any) -> str:
        return " · ".join(filter(None, [str(row.partner), self.kind_name(row), row.subject])) + "."

    @display(description=_("pending"), ordering="waits_since")
    def waits(self, row: Any) -> str:
        """How long the claim has waited for the vendor; empty when it isn't waiting."""
        return timesince(row.waits_since, row.read_at, depth=1) if row.state in Claim.WAITING else "–"

    @display(description=_("kind"), ordering="kind")
    def kind_name(self, row: Any) -> str:
        return " · ".join(map(str, [row.names.kind(row.kind), *row.names.details(row.kind, row.attributes)]))

    @display(description=_("title"), ordering="subject")
    def title(self, row: Any) -> str:
        return row.subject

    @display(description=_("state"), ordering="state")
    def state_words(self, row: Any) -> SafeString:
        return badge(row.get_state_display(), TONES.get(State(row.state), ""))

    @display(description=_("last message from"))
    def last_word(self, row: Any) -> Any:
        return _("us") if row.vendor_last else _("the partner")
