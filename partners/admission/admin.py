"""Applications in the admin: the two queues, an application's page, and the decisions about it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.countries import country_choices, country_name
from common.days_left import left_tone, left_words
from partners.admission import admin_forms as forms
from partners.admission.duplicates import matches, uncleared
from partners.admission.identity import registration_number
from partners.admission.operations.deciding import (
    PERMISSION,
    STAGES,
    accept_application,
    approve_application,
    ask_applicant,
    clear_matches,
    decline_application,
)
from partners.admission.review import candidate, days_left
from partners.models import Application, ApplicationEvent, Identifier
from programs.request_rules import rules_today
from web.admin.badges import badge
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Asked, Decision
from web.admin.filters import FieldFilter
from web.requests import Request

State, Stage = Application.State, ApplicationEvent.Stage
_NUMBERS = (Identifier.Kind.TAX_ID, Identifier.Kind.REGISTRATION)
_ASKED = ~Q(question="")
QUEUES = {
    "review": Q(state=State.SUBMITTED, question=""),
    "verification": Q(state=State.VERIFYING, question=""),
    "applicant": Q(state=State.APPROVED) | Q(state__in=Application.REVIEWED) & _ASKED,
    "accepted": Q(state=State.ACCEPTED),
    "declined": Q(state=State.DECLINED),
    "withdrawn": Q(state=State.WITHDRAWN),
}


class QueueFilter(FieldFilter):
    """Filter by where the application is, or how it ended."""

    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [
            ("review", _("preliminary review")),
            ("verification", _("verification")),
            ("applicant", _("awaiting the applicant")),
            ("accepted", _("accepted")),
            ("declined", _("declined")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Application]:
        return queryset.filter(QUEUES.get(self.value() or "", Q()))


class OverdueFilter(FieldFilter):
    """Filter applications that are overdue."""

    title = _("term")
    parameter_name = "term"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("overdue", _("overdue"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Application]:
        return queryset.filter(due_on__lt=program_today(request)) if self.value() == "overdue" else queryset


class ApplicantCountryFilter(FieldFilter):
    """Filter by country, offering only countries that have applications."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        codes = Application.objects.visible_to(request.actor).order_by().values_list("country", flat=True).distinct()
        return country_choices(code for code in codes if code)


def _matches_in_words(asked: Asked) -> str:
    """The names of matching companies and of declared affiliates."""
    row = asked.row
    names = ", ".join(match.name for match in row.found if match.keys & row.waiting)
    matching = _("Matches: %(names)s.") % {"names": names} if names else ""
    declared = _("Declared affiliates: %(names)s") % {"names": row.affiliates} if row.affiliates else ""
    return " ".join(filter(None, [str(matching), str(declared)]))


@admin.register(Application)
class ApplicationAdmin(BoundAdmin):
    """Every submitted application. Drafts are visible only to their applicants."""

    list_display = ("company", "country_words", "stage_words", "left_words", "waits_for", "match_words", "submitted_at")
    list_filter = (QueueFilter, OverdueFilter, ApplicantCountryFilter)
    list_select_related = ("program", "applicant")
    ordering = (F("due_on").asc(nulls_last=True), F("closed_at").desc(nulls_first=True), "id")
    search_fields = ("company", "applicant__email")
    search_help_text = _("Company, email, tax ID or registration number")
    change_form_outer_before_template = "partners/admission/admin/application.html"
    panel_acts = ("approve", "accept", "ask", "clear", "decline")
    actions_detail = ("approve", "accept", "ask_more", "clear", "decline")

    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        form=forms.Approve,
        operation=approve_application,
        title=_("Approve %(company)s"),
        told=_("Approved. We emailed %(company)s the next steps."),
        intro=_("We email the applicant how to complete the application."),
    )
    accept = Decision(
        label=_("Accept"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        operation=accept_application,
        title=_("Accept %(company)s"),
        told=_("%(company)s is a partner from today."),
        intro=_("The company becomes a partner today, on the program's first level."),
    )
    ask_more = Decision(
        label=_("Ask for more"),
        path="ask",
        icon="help",
        form=forms.Ask,
        operation=ask_applicant,
        title=_("Ask %(company)s"),
        button=_("Send the question"),
        told=_("The question was sent."),
    )
    clear = Decision(
        label=_("Accept the matches"),
        icon="join_inner",
        form=forms.Clear,
        operation=clear_matches,
        title=_("Matches of %(company)s"),
        button=_("Accept matches"),
        told=_("The matches were accepted."),
        intro=_matches_in_words,
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        form=forms.Decline,
        operation=decline_application,
        title=_("Decline %(company)s"),
        danger=True,
        told=_("Declined. We emailed %(company)s."),
    )

    def get_queryset(self, request: Request) -> QuerySet[Application]:
        return super().get_queryset(request).exclude(submitted_at=None)

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        rules, on = rules_today(request), program_today(request)
        found = matches(rows, definition=rules, actor=request.actor) if rules else {}
        for row in rows:
            row.left = days_left(row, definition=rules, on=on)
            row.found = found.get(row.pk, [])
            row.waiting = uncleared(row, row.found) if row.state in Application.OPEN else frozenset()

    def get_fieldsets(self, request: Request, obj: Application | None = None) -> tuple[()]:
        """None, because the template shows everything."""
        return ()

    def get_search_results(
        self, request: Request, queryset: QuerySet[Application], search_term: str
    ) -> tuple[QuerySet[Application], bool]:
        """Also finds companies by tax or registration number, however it is written."""
        named, several = super().get_search_results(request, queryset, search_term)
        number = registration_number(search_term, "")
        if not number:
            return named, several
        rows = Identifier.objects.visible_to(request.actor).filter(kind__in=_NUMBERS, value__endswith=number)
        known = queryset.filter(Q(pk__in=rows.values("application")) | Q(partner__in=rows.values("partner")))
        return queryset.filter(Q(pk__in=named.values("pk")) | Q(pk__in=known.values("pk"))), several

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Application | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            rules, on = rules_today(request), program_today(request)
            row: Any = obj  # `complete` has put the matches on it
            context["candidate"] = candidate(obj, actor=request.actor, definition=rules, on=on, found=row.found)
            context["may_decide"] = may(request.actor, PERMISSION)
            context["left"], context["rules"] = self.left_words(obj), rules
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def offered(self, request: Request, row: Any) -> list[str]:
        """Only the actions that are possible now. The operation tells a manager who is too late."""
        if not may(request.actor, PERMISSION):
            return []
        state = State(row.state)
        offered = ["approve"] if state == State.SUBMITTED else []
        offered += ["accept"] if state == State.VERIFYING and not row.waiting else []
        offered += ["ask"] if state in Application.REVIEWED else []
        offered += ["clear"] if row.waiting else []
        return offered + (["decline"] if state in STAGES else [])

    def words_about(self, row: Application) -> dict[str, Any]:
        return {"company": str(row)}

    @display(description=_("country"), ordering="country")
    def country_words(self, row: Any) -> str:
        return country_name(row.country)

    @display(description=_("stage"), ordering="state")
    def stage_words(self, row: Any) -> str:
        return row.get_state_display()

    @display(description=_("days left"), ordering="due_on")
    def left_words(self, row: Any) -> SafeString | str:
        return "" if row.left is None else badge(left_words(row.left), left_tone(row.left))

    @display(description=_("waiting for"))
    def waits_for(self, row: Any) -> Any:
        if row.state not in Application.OPEN:
            return ""
        return _("the applicant") if row.waits_for_applicant else _("us")

    @display(description=_("matches"))
    def match_words(self, row: Any) -> SafeString | str:
        if row.state not in Application.OPEN or not (row.found or row.affiliates):
            return ""
        if not row.waiting:
            return badge(_("checked"), "success")
        if any(match.duplicate for match in row.found):
            return badge(_("same legal entity"), "danger")
        return badge(_("affiliated?"), "warning")
