"""The manager's pages: requests with offers and reservations, locations, territories with their load."""

from collections.abc import Container, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.clock import now
from common.countries import country_name
from common.folding import fold
from common.numbers import LARGEST_ID, money, number, percent, whole_number
from common.regions import region_name
from leads import admin_forms as forms
from leads.board.admin import ReservationAdmin
from leads.charts import charts
from leads.deals.admin import DealAdmin, DealPriceAdmin
from leads.loads import loads
from leads.models import LeadRequest, Territory
from leads.requests.operations.bringing import bring_requests
from leads.requests.operations.deciding import assign_request, close_lead, erase_lead, merge_request
from leads.requests.queries import duplicates, earlier_requests
from leads.requests.shown import shown
from leads.rotation.admin import ParticipantAdmin
from leads.rotation.admin_locations import LocationAdmin
from programs.request_rules import rules_today
from web.admin.badges import badge
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Asked, Decision, show, to_list
from web.requests import Request

__all__ = [
    "DealAdmin",
    "DealPriceAdmin",
    "LeadRequestAdmin",
    "LocationAdmin",
    "ParticipantAdmin",
    "ReservationAdmin",
    "TerritoryAdmin",
]

PERMISSION = "leads.decide"
_WORDS = 60  # characters of a request's text
State = LeadRequest.State
TONES = {State.UNPLACED: "danger", State.WON: "success", State.NEW: "info", State.OFFERED: "info", State.OPEN: "info"}


def _brought(asked: Asked) -> HttpResponse:
    """What the import did or would do; or the rows that failed, as a file."""
    done, do = asked.result, asked.form.cleaned_data["do"]
    if do == forms.Bring.FAILED and done.failed:
        answer = HttpResponse(done.failed, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="failed-requests.csv"'
        return answer
    return show(
        asked.page, asked.request, "leads/admin/brought.html", _("Import requests"), done=done, back=to_list(asked)
    )


@admin.register(LeadRequest)
class LeadRequestAdmin(BoundAdmin):
    """Requests of clients, the latest first."""

    list_display = (
        "number",
        "kind_name",
        "wish",
        "where",
        "budget_words",
        "state_words",
        "held_words",
        "repeats_words",
        "received_at",
    )
    search_fields = ("folded",)
    search_help_text = _("A request's number or the client's words")
    list_filter = ("state", "mode", "kind", "country")
    ordering = ("-id",)
    change_form_outer_before_template = "leads/admin/request.html"
    actions_detail = ("assign", "merge", "close", "erase")
    actions_list = ("bring",)
    row_name = "lead"

    assign = Decision(
        label=_("Assign to partner"),
        path="assign-partner",  # "assign" gives rows to colleagues
        icon="person_add",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=forms.Assign,
        operation=assign_request,
        bulk=forms.Assign,
        title=_("Assign request %(number)s"),
        intro=_("The partner who holds the request loses it. The assignment uses no turn of the rotation."),
        told=_("Offered to %(partner)s."),
    )
    merge = Decision(
        label=_("Merge"),
        icon="merge",
        permission=PERMISSION,
        form=forms.Merge,
        operation=merge_request,
        title=_("Merge request %(number)s"),
        told=_("Merged. The earlier request goes on."),
    )
    close = Decision(
        label=_("Close request"),
        icon="block",
        permission=PERMISSION,
        form=forms.Reason,
        operation=close_lead,
        bulk=forms.Reason,
        title=_("Close request %(number)s"),
        told=_("Closed."),
    )
    erase = Decision(
        label=_("Erase data"),
        icon="delete",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        operation=erase_lead,
        title=_("Erase the client's data of request %(number)s"),
        intro=_("Erases contact details, the client's words and all notes. This can't be undone."),
        told=_("Erased."),
        danger=True,
    )

    bring = Decision(
        label=_("Import requests"),
        path="import",
        icon="upload_file",
        permission=PERMISSION,
        form=forms.Bring,
        operation=bring_requests,
        title=_("Import requests from a CSV file"),
        button=_("Go on"),
        intro=_(
            "If any row has a problem, nothing is imported. We don't keep the file. Each client gets an email with a "
            "private link, so import only clients who agreed."
        ),
        answer=_brought,
        then=to_list,
    )

    def get_search_results(
        self, request: Request, queryset: QuerySet[LeadRequest], search_term: str
    ) -> tuple[QuerySet[LeadRequest], bool]:
        """By number ("#17"), or by the client's words without accents and case. Contacts are encrypted."""
        term = search_term.strip()
        if not term:
            return queryset, False
        found = whole_number(term.removeprefix("#"), most=LARGEST_ID)
        return queryset.filter(Q(pk=found) if found else Q(folded__contains=fold(term))), False

    def get_fieldsets(self, request: Request, obj: LeadRequest | None = None) -> list[Any]:
        """None: the page shows everything itself."""
        return []

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        rules = rules_today(request)
        repeated = earlier_requests(request.actor, rows)
        for row in rows:
            row.leads, row.repeats = rules.leads if rules else None, repeated.get(row.pk)

    def offered(self, request: Request, row: LeadRequest) -> Container[str]:
        """Only the steps that are possible now."""
        if not may(request.actor, PERMISSION):
            return set()
        found = {"assign-partner", "close"} if row.state in LeadRequest.LIVE else set()
        if row.state in LeadRequest.LIVE and duplicates(request.actor, row).exists():
            found.add("merge")
        return found if row.erased_at else found | {"erase"}

    def words_about(self, row: LeadRequest) -> dict[str, Any]:
        return {"number": row.pk}

    def named(self, row: Any) -> str:
        """Number, kind and country, and the client's first words."""
        return " · ".join(filter(None, [str(row), str(self.kind_name(row)), self.where(row), self.wish(row)]))

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: LeadRequest | None = None, **kwargs: Any
    ) -> HttpResponse:
        rules = rules_today(request)
        if obj is not None and rules and rules.leads:
            context |= shown(request.actor, obj, rules.leads, now=now())
            context["kind"] = self.kind_name(obj)
            context["may_merge"] = "merge" in self.offered(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @display(description=_("request"), ordering="id")
    def number(self, row: LeadRequest) -> str:
        return str(row)

    @display(description=_("kind"), ordering="kind")
    def kind_name(self, row: Any) -> str:
        return row.leads.kind_name(row.kind) if row.leads and row.kind else row.kind

    @display(description=_("wish"))
    def wish(self, row: LeadRequest) -> str:
        """The client's first words; the contact is shown on the page only, where each look is logged."""
        return Truncator(" ".join(row.text.split())).chars(_WORDS)

    @display(description=_("budget"), ordering="budget")
    def budget_words(self, row: LeadRequest) -> str:
        return "" if row.budget is None else money(row.budget, row.currency)

    @display(description=_("country"), ordering="country")
    def where(self, row: LeadRequest) -> str:
        return country_name(row.country) + (f", {region_name(row.region)}" if row.region else "")

    @display(description=_("state"), ordering="state")
    def state_words(self, row: LeadRequest) -> SafeString:
        return badge(row.get_state_display(), TONES.get(State(row.state), ""))

    @display(description=_("repeats"))
    def repeats_words(self, row: Any) -> str:
        return f"#{row.repeats}" if row.repeats and row.state in LeadRequest.LIVE else ""

    @display(description=_("reserved"))
    def held_words(self, row: LeadRequest) -> str:
        return f"{row.held}/{row.places}"


@admin.register(Territory)
class TerritoryAdmin(BoundAdmin):
    """Countries with their load: partners, open and stuck requests, hours to answer, and the share won."""

    list_before_template = "leads/admin/charts.html"
    list_display = ("mode_words", "where", "partners", "open_requests", "stuck", "hours", "won", "number")
    list_filter = ("mode", "country")
    ordering = ("mode", "country")
    fields = ("mode_words", "where", "open_requests", "stuck", "hours", "won", "number", "fingerprint")
    readonly_fields = fields

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        known = loads(request.actor, rows, today=program_today(request))
        rules = rules_today(request)
        names = {mode.code: str(mode.name) for mode in rules.leads.modes} if rules and rules.leads else {}
        for row in rows:
            row.load, row.named = known[row.mode, row.country], names.get(row.mode, row.mode)

    def changelist_view(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list below the charts."""
        shown = {**(extra_context or {}), "charts": charts(request.actor, today=program_today(request))}
        return super().changelist_view(request, shown)

    def get_queryset(self, request: Request) -> QuerySet[Territory]:
        rows = super().get_queryset(request)
        return rows.annotate(present=Count("turns", filter=Q(turns__present=True)))

    @display(description=_("way"), ordering="mode")
    def mode_words(self, row: Any) -> str:
        return str(row.named)

    @display(description=_("fingerprint of the last entry"))
    def fingerprint(self, row: Territory) -> str:
        return row.head

    @display(description=_("country"), ordering="country")
    def where(self, row: Territory) -> str:
        return country_name(row.country)

    @display(description=_("partners"))
    def partners(self, row: Any) -> int:
        return int(row.present)

    @display(description=_("open requests"))
    def open_requests(self, row: Any) -> int:
        return int(row.load.open)

    @display(description=_("stuck"))
    def stuck(self, row: Any) -> int:
        return int(row.load.stuck)

    @display(description=_("hours to answer"))
    def hours(self, row: Any) -> str:
        return "" if row.load.hours is None else number(row.load.hours, 1)

    @display(description=_("won"))
    def won(self, row: Any) -> str:
        return "" if row.load.won_percent is None else percent(round(row.load.won_percent))
