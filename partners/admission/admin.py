"""Applications in the admin: the two queues, an application's page, and the decisions about it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.clock import now
from common.countries import country_choices, country_name
from common.days_left import left_tone, left_words
from partners.admission import admin_forms as forms
from partners.admission.identity import registration_number
from partners.admission.matching import matches, uncleared
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
from programs.in_force import rules_today
from web.admin.badges import badge
from web.admin.bound import BoundAdmin, FieldFilter, program_today
from web.admin.decisions import ask, object_or_404
from web.admin.forms import AdminForm
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
            ("applicant", _("waits for the applicant")),
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


@admin.register(Application)
class ApplicationAdmin(BoundAdmin):
    """Every submitted application. Drafts are visible only to their applicants."""

    list_display = ("company", "country_words", "stage_words", "left_words", "waits_for", "match_words", "submitted_at")
    list_filter = (QueueFilter, OverdueFilter, ApplicantCountryFilter)
    list_select_related = ("program", "applicant")
    ordering = (F("due_on").asc(nulls_last=True), F("closed_at").desc(nulls_first=True), "id")
    search_fields = ("company", "applicant__email")
    search_help_text = _("Company, e-mail, tax id or registration number")
    change_form_outer_before_template = "partners/admission/admin/application.html"
    actions_detail = ("approve", "accept", "ask_more", "clear", "decline")

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

    def get_actions_detail(self, request: Request, object_id: int) -> list[Any]:
        """Only the actions that are possible now. The operation tells a manager who is too late."""
        row = self.get_object(request, str(object_id))
        offered = self._offered(row) if row is not None and may(request.actor, PERMISSION) else ()
        return [each for each in super().get_actions_detail(request, object_id) if each.path in offered]

    @staticmethod
    def _offered(row: Any) -> list[str]:
        state = State(row.state)
        offered = ["approve"] if state == State.SUBMITTED else []
        offered += ["accept"] if state == State.VERIFYING and not row.waiting else []
        offered += ["ask"] if state in Application.REVIEWED else []
        offered += ["clear"] if row.waiting else []
        return offered + (["decline"] if state in STAGES else [])

    @display(description=_("country"), ordering="country")
    def country_words(self, row: Any) -> str:
        return country_name(row.country)

    @display(description=_("stage"), ordering="state")
    def stage_words(self, row: Any) -> str:
        return row.get_state_display()

    @display(description=_("days left"), ordering="due_on")
    def left_words(self, row: Any) -> SafeString | str:
        return "" if row.left is None else badge(left_words(row.left), left_tone(row.left))

    @display(description=_("waits for"))
    def waits_for(self, row: Any) -> Any:
        if row.state not in Application.OPEN:
            return ""
        return _("the applicant") if row.waits_for_applicant else _("you")

    @display(description=_("matches"))
    def match_words(self, row: Any) -> SafeString | str:
        if row.state not in Application.OPEN or not (row.found or row.affiliates):
            return ""
        if not row.waiting:
            return badge(_("looked at"), "success")
        if any(match.duplicate for match in row.found):
            return badge(_("same legal entity"), "danger")
        return badge(_("affiliated?"), "warning")

    @action(description=_("Approve"), url_path="approve", icon="check", variant=ActionVariant.PRIMARY)
    def approve(self, request: Request, object_id: str) -> HttpResponse:
        """Decide with one click from the page, or with a message on a separate page."""
        row = object_or_404(self, request, object_id)
        form = forms.Approve(request.POST if request.method == "POST" else None)
        return self._decide(
            request,
            row,
            form,
            lambda form: approve_application(text=form.cleaned_data["text"], **self._given(request, row)),
            title=_("Approve %(company)s"),
            button=_("Approve"),
            told=_("Approved: %(company)s is told how to go on."),
            intro=_("The applicant gets a mail that says how to complete the application."),
        )

    @action(description=_("Accept"), url_path="accept", icon="check", variant=ActionVariant.PRIMARY)
    def accept(self, request: Request, object_id: str) -> HttpResponse:
        """Accept the company as a partner from today."""
        row = object_or_404(self, request, object_id)
        return self._decide(
            request,
            row,
            forms.Accept(request.POST if request.method == "POST" else None),
            lambda form: accept_application(**self._given(request, row)),
            title=_("Accept %(company)s"),
            button=_("Accept"),
            told=_("%(company)s is a partner from today."),
            intro=_("The company becomes a partner from today, on the level at which partners begin."),
        )

    @action(description=_("Ask for more"), url_path="ask", icon="help")
    def ask_more(self, request: Request, object_id: str) -> HttpResponse:
        """Ask the applicant a question."""
        row = object_or_404(self, request, object_id)
        return self._decide(
            request,
            row,
            forms.Ask(request.POST or None, initial=self._stage(row)),
            lambda form: ask_applicant(**form.cleaned_data, **self._given(request, row)),
            title=_("Ask %(company)s"),
            button=_("Send the question"),
            told=_("The question is on its way."),
        )

    @action(description=_("Let matches stand"), url_path="clear", icon="join_inner")
    def clear(self, request: Request, object_id: str) -> HttpResponse:
        """Record that a manager has reviewed the matches."""
        row = object_or_404(self, request, object_id)
        form = forms.Clear(request.POST or None, initial={"seen": "\n".join(sorted(row.waiting))})
        names = ", ".join(match.name for match in row.found if match.keys & row.waiting)
        intro = _("Matches: %(names)s.") % {"names": names} if names else ""
        declared = _("Declared affiliates: %(names)s") % {"names": row.affiliates} if row.affiliates else ""
        return self._decide(
            request,
            row,
            form,
            lambda form: clear_matches(seen=form.keys, reason=form.cleaned_data["reason"], **self._given(request, row)),
            title=_("Matches of %(company)s"),
            button=_("They may stand"),
            told=_("Noted: the matches may stand."),
            intro=" ".join(filter(None, [str(intro), str(declared)])),
        )

    @action(description=_("Decline"), url_path="decline", icon="block", variant=ActionVariant.DANGER)
    def decline(self, request: Request, object_id: str) -> HttpResponse:
        """Decline the application."""
        row, rules = object_or_404(self, request, object_id), rules_today(request)
        required = bool(rules and rules.admission and rules.admission.application.decline.reason_required)
        return self._decide(
            request,
            row,
            forms.Decline(request.POST or None, initial=self._stage(row), reason_required=required),
            lambda form: decline_application(**form.cleaned_data, **self._given(request, row)),
            title=_("Decline %(company)s"),
            button=_("Decline"),
            danger=True,
            told=_("Declined: %(company)s is told by mail."),
        )

    def _decide(
        self,
        request: Request,
        row: Application,
        form: AdminForm,
        decide: Any,
        *,
        title: Any,
        told: Any,
        **page: Any,
    ) -> HttpResponse:
        """Show the form, take the decision, and go back to the application."""
        company = {"company": str(row)}

        def act(form: AdminForm) -> str:
            decide(form)
            return told % company

        then = reverse("admin:partners_application_change", args=[row.pk])
        return ask(self, request, form, act, title=title % company, then=then, **page)

    @staticmethod
    def _given(request: Request, row: Application) -> dict[str, Any]:
        return {"actor": request.actor, "application": row, "today": program_today(request), "now": now()}

    @staticmethod
    def _stage(row: Application) -> dict[str, str]:
        return {"stage": STAGES.get(State(row.state), "")}
