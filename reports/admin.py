"""Reports in the admin: the list of questions, a page and a file for each, and the emails that were scheduled."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may, require
from common.countries import country_name
from common.sheets import lines
from programs.request_rules import definition_in_force, rules_today
from reports.forms import FilterForm, ScheduleForm
from reports.models import ReportMail
from reports.operations import PERMISSION, schedule_report, stop_report
from reports.queries import asked_of, choices_of, report_of
from reports.rules import usual_period
from reports.undo import about_mail
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Decision, show, to_list
from web.bar_lists import BarList
from web.reporting import Report, Table, reports
from web.requests import Request

MOST_SHOWN = 500


@admin.register(ReportMail)
class ReportMailAdmin(BoundAdmin):
    """Every report as a link; below, what is emailed to whom."""

    list_display = ("report_words", "user", "every", "filter_words", "sent_for")
    list_select_related = ("user",)
    ordering = ("id",)
    fields = ("report_words", "user", "every", "filter_words", "started_at", "sent_for")
    readonly_fields = ("report_words", "filter_words")
    list_before_template = "reports/admin/catalogue.html"
    actions_detail = ("stop",)

    stop = Decision(
        label=_("Stop"),
        icon="cancel_schedule_send",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        operation=stop_report,
        title=_("Stop this scheduled report"),
        intro=_("The emails stop. You can schedule the report again at any time."),
        button=_("Stop"),
        told=_("Stopped."),
        then=to_list,
        undo=about_mail,
    )

    def has_view_permission(self, request: Request, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and may(request.actor, "reports.view")

    def get_urls(self) -> list[URLPattern]:
        """A page, a file and an order form for each report."""
        pages = (("show", self.show), ("file", self.file), ("schedule", self.schedule))
        extra = [
            path(f"<slug:report>/{name}/", self.admin_site.admin_view(view), name=f"reports_reportmail_{name}")
            for name, view in pages
        ]
        return [*extra, *super().get_urls()]

    def changelist_view(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The reports of the program above the list of scheduled ones."""
        shown = {"reports": reports(rules_today(request)), "title": _("Reports")}
        return super().changelist_view(request, {**(extra_context or {}), **shown})

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        rules = rules_today(request)
        for row in rows:
            row.kind = report_of(row.report, rules)
            row.chosen = dict(choices_of(row.kind, rules)).get(row.choice, "") if row.kind else row.choice

    def show(self, request: Request, report: str) -> HttpResponse:
        """One report: filters, picture and table."""
        kind = _report_or_404(request, report)
        form = _filters(request, kind)
        table = self._answer(request, kind, form)
        rows = list(table.shown())[:MOST_SHOWN] if table else []
        return show(
            self,
            request,
            "reports/admin/report.html",
            kind.title,
            report=kind,
            form=form,
            table=table,
            rows=[list(zip(table.columns, row, strict=True)) for row in rows] if table else [],
            heads=_heads(table, rows) if table else [],
            drawings=[
                (words, picture, isinstance(picture, BarList))
                for words, picture in (table.drawings(kind.code, str(kind.title)) if table else ())
            ],
            query=request.GET.urlencode(),
        )

    def file(self, request: Request, report: str) -> HttpResponse:
        """The same table as CSV; invalid filters lead back to the page, which says what is wrong."""
        kind = _report_or_404(request, report)
        table = self._answer(request, kind, _filters(request, kind))
        if table is None:
            return self.show(request, report)
        answer = HttpResponse("".join(lines(table.head, table.plain())), content_type="text/csv; charset=utf-8")
        name = f"{kind.code}-{program_today(request)}.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def schedule(self, request: Request, report: str) -> HttpResponse:
        """Order a report by email."""
        kind = _report_or_404(request, report)
        return _SCHEDULE.decide(self, request, report=kind, rules=definition_in_force(request))

    def _answer(self, request: Request, kind: Report, form: FilterForm) -> Table | None:
        """The report's answer; None for invalid filters."""
        if not form.is_valid():
            return None
        asked = asked_of(
            kind,
            form.filters,
            actor=request.actor,
            rules=definition_in_force(request),
            time_zone=request.program.time_zone,
            today=program_today(request),
        )
        return kind.ask(asked)

    @display(description=_("report"), ordering="report")
    def report_words(self, row: Any) -> str:
        return row.kind.title if row.kind else row.report

    @display(description=_("filters"))
    def filter_words(self, row: Any) -> str:
        country = country_name(row.country) if row.country else ""
        return ", ".join(filter(None, (str(row.chosen), country))) or "–"


_SCHEDULE = Decision(
    label=_("Email this report"),
    permission=PERMISSION,
    form=ScheduleForm,
    operation=schedule_report,
    title=_("Email this report"),
    intro=lambda asked: (
        _("%(question)s You get an email with the figures and a link.") % {"question": asked.also["report"].question}
    ),
    button=_("Schedule"),
    prefilled=("country", "choice"),
    told=_("Scheduled. The first email comes when the next week or month begins."),
    then=lambda asked: reverse("admin:reports_reportmail_show", args=[asked.also["report"].code]),
)


def _report_or_404(request: Request, code: str) -> Report:
    """The report of a code. Raises PermissionDenied; Http404 for a report that the program doesn't have."""
    require(request.actor, "reports.view")
    found = report_of(code, definition_in_force(request))
    if found is None:
        raise Http404
    return found


def _heads(table: Table, rows: Sequence[Sequence[tuple[str, bool]]]) -> list[tuple[str, bool]]:
    """The headings, each with whether its column holds figures."""
    figures = [figure for _text, figure in rows[0]] if rows else [False] * len(table.columns)
    return list(zip(table.head, figures, strict=True))


def _filters(request: Any, kind: Report) -> FilterForm:
    given = request.GET if isinstance(request, HttpRequest) else {}
    fields = ("since", "until", "country", "choice")
    sent = {name: given[name] for name in fields if given.get(name)}
    rules, today = rules_today(request), program_today(request)
    usual = dict(zip(("since", "until"), map(str, usual_period(today, ahead=kind.ahead)), strict=True))
    return FilterForm({**usual, **sent}, report=kind, actor=request.actor, rules=rules, today=today)
