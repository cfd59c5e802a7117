"""Questions to partners in the admin: the list, and what is done about one that wasn't answered."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from common.days_left import left_tone, left_words
from partners.admin_rows import PartnerRowsAdmin
from partners.measures import admin_forms as forms
from partners.measures.operations.following import extend_question, remind_of_question, withdraw_question
from partners.models import InformationRequest
from partners.terms import term
from programs.request_rules import rules_today
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Decision, object_or_404
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm
from web.requests import Request

_WORDS = 90  # characters shown of a long text


class AnswerFilter(FieldFilter):
    """Filter by open, overdue and answered requests."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [
            ("open", _("awaiting an answer")),
            ("overdue", _("overdue")),
            ("answered", _("answered")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "open":
                return queryset.open()
            case "overdue":
                return queryset.overdue(program_today(request))
            case "answered":
                return queryset.exclude(answered_at=None)
            case "withdrawn":
                return queryset.exclude(withdrawn_at=None)
        return queryset


@admin.register(InformationRequest)
class InformationRequestAdmin(PartnerRowsAdmin):
    """Information requests to partners, open ones first, by due date (B24-1.7.2)."""

    list_display = ("asked_at", "partner", "question_words", "due_on", "state", "asked_by")
    list_display_links = ("question_words",)
    list_filter = (AnswerFilter, ("due_on", RangeDateFilter))
    list_select_related = ("partner", "asked_by")
    ordering = (F("answered_at").desc(nulls_first=True), "due_on", "id")
    fields = (
        "partner",
        "question",
        "asked_by",
        "asked_at",
        "due_on",
        "state",
        "answer",
        "files",
        "answered_by",
        "answered_at",
    )
    readonly_fields = ("state", "files")
    row_name = "asked"
    actions_detail = ("remind", "more_time", "measure", "withdraw")

    remind = Decision(
        label=_("Remind"),
        icon="notifications",
        variant=ActionVariant.PRIMARY,
        permission="information.ask",
        operation=remind_of_question,
        bulk=AdminForm,
        title=_("Remind %(partner)s"),
        intro=_("We email the question again, with its last day."),
        told=_("We reminded %(partner)s."),
    )
    more_time = Decision(
        label=_("More time"),
        path="more-time",
        icon="more_time",
        permission="information.ask",
        form=forms.MoreTime,
        operation=extend_question,
        bulk=forms.MoreTime,
        title=_("Give %(partner)s more time"),
        told=_("Saved. We told %(partner)s the new last day."),
    )
    withdraw = Decision(
        label=_("Withdraw the question"),
        icon="undo",
        permission="information.ask",
        operation=withdraw_question,
        bulk=AdminForm,
        title=_("Withdraw the question to %(partner)s"),
        intro=_("The partner no longer sees it and needn't answer. This can't be undone; you can ask again."),
        told=_("Withdrawn. %(partner)s needn't answer."),
    )

    @action(description=_("Restrict the partner"), url_path="measure", icon="policy")
    def measure(self, request: Request, object_id: str) -> HttpResponse:
        """Go on to the partner's page, which has the measures of the program's rules."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        row = object_or_404(self, request, object_id)
        return HttpResponseRedirect(reverse("admin:partners_partner_change", args=[row.partner_id]) + "?part=words")

    def offered(self, request: Request, row: Any) -> tuple[str, ...]:
        """Only while an answer is awaited. The operation tells a manager who is too late."""
        return ("remind", "more-time", "withdraw", "measure") if row.waits and not row.partner.ended_on else ()

    def words_about(self, row: Any) -> dict[str, Any]:
        return {"partner": row.partner}

    def intro_about(self, row: Any) -> str:
        return row.question

    def get_fields(self, request: Request, obj: Any = None) -> Any:
        """Without what there isn't yet."""
        empty = ("answer", "files", "answered_by", "answered_at") if obj is not None and not obj.answered_at else ()
        return [name for name in super().get_fields(request, obj) if name not in empty]

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        """Days left, counted as the program counts them."""
        rules, on = rules_today(request), program_today(request)
        asked = rules.admission.information_requests if rules and rules.admission else None
        for row in rows:
            row.left = term(rules, asked.due, row.partner).days_left(on, row.due_on) if rules and asked else None

    @display(description=_("question"))
    def question_words(self, row: Any) -> str:
        return Truncator(row.question).chars(_WORDS)

    @display(description=_("files"))
    def files(self, row: Any) -> SafeString:
        """Links to the files of the answer, read once: the theme asks for each value three times."""
        if not hasattr(row, "answer_files"):
            row.answer_files = list(row.documents.defer("content").order_by("pk"))
        links = ((reverse("partners:document", args=[each.pk]), each.name) for each in row.answer_files)
        return format_html_join(", ", '<a class="v-link" href="{}">{}</a>', links)

    @display(description=_("state"), ordering="answered_at")
    def state(self, row: Any) -> SafeString:
        if row.answered_at:
            return badge(_("answered"), "success")
        if row.withdrawn_at:
            return badge(_("withdrawn"))
        if row.partner.ended_on:
            return badge(_("the partnership has ended"))
        if row.left is None:
            return badge(_("awaiting an answer"), "info")
        if row.left < 0:
            return badge(left_words(row.left), left_tone(row.left))
        return badge(_("awaiting an answer"), "info")
