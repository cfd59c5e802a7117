"""Meetings in the admin: the list, and what came of each."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from meetings import admin_forms as forms
from meetings.models import Meeting
from meetings.operations.planning import cancel_meeting, move_meeting
from meetings.operations.results import record_absence, record_attendance, reverse_result
from meetings.queries import to_move, without_result
from meetings.rules import kind_of, quarter_name
from meetings.writing import PERMISSION
from partners.admin_rows import PartnerRowsAdmin
from programs.request_rules import rules_today
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Decision
from web.admin.filters import FieldFilter, StateFilter
from web.requests import Request

State = Meeting.State
TONES = {State.PLANNED: "info", State.ATTENDED: "success", State.MISSED: "danger"}


class WaitsFilter(FieldFilter):
    """Meetings that a manager has to move or to record a result for."""

    title = _("to do")
    parameter_name = "waits"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("move", _("partner asked for another time")), ("result", _("no result yet"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Meeting]:
        if self.value() == "move":
            return queryset.filter(pk__in=to_move(request.actor).order_by().values("pk"))
        if self.value() == "result":
            due = without_result(request.actor, program_today(request))
            return queryset.filter(pk__in=due.order_by().values("pk"))
        return queryset


@admin.register(Meeting)
class MeetingAdmin(PartnerRowsAdmin):
    """Every meeting, the latest first. Scheduled on the partner's page (B24-3.1.3m)."""

    list_display = ("on", "at", "partner", "kind_name", "quarter_words", "manager", "state_badge")
    list_display_links = ("on",)
    list_filter = (WaitsFilter, StateFilter, ("on", RangeDateFilter))
    list_select_related = ("partner", "manager", "scheduled_by", "decided_by", "activity")
    ordering = ("-on", "-id")
    fields = (
        "partner",
        "kind_name",
        "quarter_words",
        "on",
        "at",
        "place",
        "manager",
        "state_badge",
        "asked",
        "asked_at",
        "scheduled_at",
        "scheduled_by",
        "decided_at",
        "decided_by",
        "reason",
        "activity",
    )
    readonly_fields = ("kind_name", "quarter_words", "state_badge")
    actions_detail = ("attended", "missed", "move", "cancel", "reverse")

    attended = Decision(
        label=_("Attended"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        operation=record_attendance,
        title=_("%(partner)s attended"),
        button=_("Record attendance"),
        told=_("Recorded. The partner is notified."),
        intro=_("The attendance is recorded on the meeting's day and counts toward the level at once."),
    )
    missed = Decision(
        label=_("Missed"),
        icon="event_busy",
        permission=PERMISSION,
        form=forms.Why,
        operation=record_absence,
        title=_("%(partner)s missed the meeting"),
        button=_("Record as missed"),
        danger=True,
        told=_("Recorded. The partner is notified."),
        intro=_("You can schedule another meeting in the same quarter."),
    )
    move = Decision(
        label=_("Move"),
        icon="edit_calendar",
        permission=PERMISSION,
        form=forms.Move,
        operation=move_meeting,
        title=_("Move the meeting with %(partner)s"),
        told=_("Moved. The partner is notified."),
    )
    cancel = Decision(
        label=_("Cancel meeting"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=forms.Why,
        operation=cancel_meeting,
        title=_("Cancel the meeting with %(partner)s"),
        danger=True,
        told=_("Canceled. The partner is notified."),
    )
    reverse = Decision(
        label=_("Reverse the result"),
        icon="undo",
        permission=PERMISSION,
        form=forms.Why,
        operation=reverse_result,
        title=_("Reverse the result of the meeting with %(partner)s"),
        danger=True,
        told=_("Reversed. Record the right result now."),
        intro=_("Everything that followed from the result is undone. The meeting then has no result."),
    )

    def offered(self, request: Request, row: Meeting) -> set[str]:
        """Only the steps possible now. If the meeting has moved on, the operation says so."""
        if not may(request.actor, PERMISSION):
            return set()
        if row.state == State.PLANNED:
            return {"move", "cancel"} | ({"attended", "missed"} if row.on <= program_today(request) else set())
        return {"reverse"} if row.state in (State.ATTENDED, State.MISSED) else set()

    def words_about(self, row: Meeting) -> dict[str, Any]:
        return {"partner": row.partner}

    def intro_about(self, row: Any) -> str:
        said = _("%(meeting)s on %(day)s at %(time)s.") % {
            "meeting": self.kind_name(row),
            "day": date_format(row.on),
            "time": time_format(row.at),
        }
        return " ".join(filter(None, [str(said), row.asked]))

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        rules = rules_today(request)
        for row in rows:
            kind = kind_of(rules, row.kind) if rules else None
            row.shown_name = kind.name if kind else row.kind

    @display(description=_("meeting"), ordering="kind")
    def kind_name(self, row: Meeting) -> str:
        return getattr(row, "shown_name", row.kind)

    @display(description=_("quarter"), ordering="quarter")
    def quarter_words(self, row: Meeting) -> str:
        return quarter_name(row.quarter)

    @display(description=_("status"), ordering="state")
    def state_badge(self, row: Meeting) -> SafeString:
        if row.state == State.PLANNED and row.asked:
            return badge(_("Asked to move"), "warning")
        return badge(row.get_state_display(), TONES.get(State(row.state), ""))
