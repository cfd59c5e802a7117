"""Profile changes in the admin: the queue, old and new values side by side, and the decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.days_left import left_tone, left_words
from partners.admin_rows import PartnerRowsAdmin
from partners.models import ProfileRevision
from partners.profile.fields import labels
from partners.profile.moderation import (
    LONGEST_REASON,
    PERMISSION,
    approve_revision,
    decline_revision,
)
from partners.profile.review import moderated_profile
from partners.terms import term
from programs.request_rules import rules_today
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Asked, Decision
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm
from web.fields import Lines
from web.requests import Request, StrOrPromise

State = ProfileRevision.State
_FIRST = Case(When(state=State.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField())


class Decline(AdminForm):
    """The reason for declining, which the partner reads."""

    reason = Lines(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The partner can read it."),
    )


class StateFilter(FieldFilter):
    """Filter by pending and decided changes."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(state.value, state.label) for state in State]


class LegalFilter(FieldFilter):
    """Filter by changes that need verification, or are overdue."""

    title = _("verification")
    parameter_name = "legal"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("to be verified again")), ("overdue", _("overdue"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[ProfileRevision]:
        match self.value():
            case "yes":
                return queryset.filter(legal=True)
            case "overdue":
                return queryset.filter(state=State.PENDING, due_on__lt=program_today(request))
        return queryset


def _asked_to_verify(asked: Asked) -> StrOrPromise:
    """What an approval does."""
    if asked.row.legal:
        return _("By approving you confirm that you verified the company again. The profile changes at once.")
    return _("The profile changes at once, and we email the partner.")


@admin.register(ProfileRevision)
class ProfileRevisionAdmin(PartnerRowsAdmin):
    """Every profile change: pending first, legal changes by due date, then the oldest."""

    list_display = ("partner", "what", "state_words", "left_words", "submitted_at", "sender")
    list_filter = (StateFilter, LegalFilter)
    list_select_related = ("partner", "submitted_by", "decided_by")
    change_form_outer_before_template = "partners/profile/admin/revision.html"
    row_name = "revision"
    panel_acts = ("approve", "decline")
    actions_detail = ("approve", "decline")

    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        operation=approve_revision,
        bulk=AdminForm,
        title=_("Approve the profile of %(partner)s"),
        told=_("Approved. The profile of %(partner)s was updated."),
        intro=_asked_to_verify,
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        form=Decline,
        operation=decline_revision,
        bulk=Decline,
        title=_("Decline the change of %(partner)s"),
        danger=True,
        told=_("Declined. We told %(partner)s why."),
        intro=_("The profile stays as it is. The partner can change it and submit it again."),
    )

    def get_fieldsets(self, request: Request, obj: Any = None) -> list[Any]:
        """None, because the page has its own template."""
        return []

    def get_ordering(self, request: Request) -> tuple[Any, ...]:
        return (_FIRST, F("due_on").asc(nulls_last=True), "submitted_at", "pk")

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        rules, on = rules_today(request), program_today(request)
        verification = rules.admission.verification if rules and rules.admission else None
        named = labels(rules) if rules else {}
        for row in rows:
            row.fields_named = [label for key, label in named.items() if key in row.changes]
            row.left = None
            if row.state == State.PENDING and row.due_on and rules and verification:
                row.left = term(rules, verification.review, row.partner).days_left(on, row.due_on)

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        rules = rules_today(request)
        if obj is not None and rules is not None:
            context["side"] = moderated_profile(obj, actor=request.actor, definition=rules)
            context["left"] = self.left_words(obj)
            context["may_decide"] = obj.state == State.PENDING and may(request.actor, PERMISSION)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def offered(self, request: Request, row: Any) -> tuple[str, ...]:
        """Only while the change is pending; the page has the buttons itself, with both versions in view."""
        return self.panel_acts if row.state == State.PENDING else ()

    def words_about(self, row: Any) -> dict[str, Any]:
        return {"partner": row.partner.name}

    @display(description=_("what"))
    def what(self, row: Any) -> str:
        return ", ".join(map(str, row.fields_named)) or str(_("the profile as it is"))

    @display(description=_("sent by"), ordering="submitted_by__name")
    def sender(self, row: Any) -> Any:
        return row.submitted_by

    @display(description=_("state"), ordering="state")
    def state_words(self, row: Any) -> SafeString:
        tones = {State.PENDING: "warning", State.APPROVED: "success", State.DECLINED: "danger"}
        return badge(row.get_state_display(), tones.get(State(row.state), ""))

    @display(description=_("verification"), ordering="due_on")
    def left_words(self, row: Any) -> SafeString | str:
        """Days left to verify legal changes."""
        return "" if row.left is None else badge(left_words(row.left), left_tone(row.left))
