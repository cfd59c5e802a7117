"""Reports in the admin: the list of questions, a page and a file for each, and the emails that were scheduled."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
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
from reports.rules import next_begin, period_before, period_begin, presets, usual_period
from reports.undo import about_mail
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Asked as Asking
from web.admin.decisions import Decision, show, to_list
from web.bar_lists import BarList
from web.reporting import Asked, Column, Report, Table, reports, words
from web.requests import Request, StrOrPromise

MOST_SHOWN = 500


@admin.register(ReportMail)
class ReportMailAdmin(BoundAdmin):
    """Every report as a link; below, what is emailed to whom."""

    list_display = ("report_words", "user", "every", "filter_words", "sent_words")
    list_select_related = ("user",)
    ordering = ("id",)
    fields = ("report_words", "user", "every", "filter_words", "started_at", "sent_words")
    readonly_fields = ("report_words", "filter_words", "sent_words")
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
            row.ordered_on = row.started_at.astimezone(ZoneInfo(request.program.time_zone)).date()
            row.chosen = dict(choices_of(row.kind, rules)).get(row.choice, "") if row.kind else row.choice

    def show(self, request: Request, report: str) -> HttpResponse:
        """One report: filters, picture and table."""
        kind = _report_or_404(request, report)
        form = _filters(request, kind)
        asked = self._asked(request, kind, form)
        table = kind.ask(asked) if asked else None
        rows = list(table.shown())[:MOST_SHOWN] if table else []
        totals = table.totals() if table else []
        return show(
            self,
            request,
            "reports/admin/report.html",
            kind.title,
            report=kind,
            form=form,
            table=table,
            rows=list(_linked(table, rows, kind.lists(asked))) if table and asked else [],
            totals=list(zip(table.columns, _shown(table, totals), strict=True)) if table and totals else [],
            before=_before(kind, asked, table) if asked and table and totals and kind.period else None,
            presets=_presets(request, kind),
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
        asked = self._asked(request, kind, _filters(request, kind))
        if asked is None:
            return self.show(request, report)
        table = kind.ask(asked)
        answer = HttpResponse("".join(lines(table.head, table.plain())), content_type="text/csv; charset=utf-8")
        name = f"{kind.code}-{program_today(request)}.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def schedule(self, request: Request, report: str) -> HttpResponse:
        """Order a report by email."""
        kind = _report_or_404(request, report)
        return _SCHEDULE.decide(self, request, report=kind, rules=definition_in_force(request))

    def _asked(self, request: Request, kind: Report, form: FilterForm) -> Asked | None:
        """What the report is asked; None for invalid filters."""
        if not form.is_valid():
            return None
        return asked_of(
            kind,
            form.filters,
            actor=request.actor,
            rules=definition_in_force(request),
            time_zone=request.program.time_zone,
            today=program_today(request),
        )

    @display(description=_("report"), ordering="report")
    def report_words(self, row: Any) -> str:
        return row.kind.title if row.kind else row.report

    @display(description=_("last sent for"), ordering="sent_for")
    def sent_words(self, row: Any) -> Any:
        """The last week or month that was sent; the one in which the report was ordered was not."""
        if row.sent_for == period_begin(row.every, row.ordered_on):
            return _("Not sent yet, first on %(day)s") % {"day": date_format(next_begin(row.every, row.sent_for))}
        return date_format(row.sent_for)

    @display(description=_("filters"))
    def filter_words(self, row: Any) -> str:
        country = country_name(row.country) if row.country else ""
        return ", ".join(filter(None, (str(row.chosen), country))) or "–"


def _schedule_intro(asked: Asking) -> str:
    """Whom the email goes to, and the days that each one covers whatever the page shows now."""
    report = asked.also["report"]
    said = {"question": report.question, "person": asked.request.user.email}
    if not report.period:
        return _("%(question)s %(person)s gets an email with the figures of its day and a link.") % said
    if report.ahead:
        return _("%(question)s %(person)s gets an email with the figures of the next 90 days and a link.") % said
    return (
        _(
            "%(question)s %(person)s gets an email with the figures of the last 12 months, the present one included, "
            "and a link. Days chosen on the report's page don't matter here."
        )
        % said
    )


_SCHEDULE = Decision(
    label=_("Email this report"),
    permission=PERMISSION,
    form=ScheduleForm,
    operation=schedule_report,
    title=_("Email this report"),
    intro=_schedule_intro,
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


def _linked(table: Table, rows: Sequence[Any], lists: Sequence[str]) -> Iterator[tuple[str, list[tuple[Column, Any]]]]:
    """The rows, each with the address of the list of what it counts, if the report has such lists."""
    for row, address in zip_longest(rows, lists[: len(rows)], fillvalue=""):
        yield str(address), list(zip(table.columns, row, strict=True))


def _shown(table: Table, values: Sequence[Any]) -> list[str]:
    """Totals in the reader's language, empty where there is none."""
    return [
        "" if value is None else words(value, each.digits) for each, value in zip(table.columns, values, strict=True)
    ]


def _before(kind: Report, asked: Asked, table: Table) -> tuple[str, list[tuple[Column, str]]] | None:
    """The totals of the period before; None if its columns are others, such as those of other currencies."""
    since, until = period_before(asked.since, asked.until)
    other = kind.ask(replace(asked, since=since, until=until))
    if other.head != table.head:
        return None
    shown = _shown(other, other.totals())
    return f"{date_format(since)} – {date_format(until)}", list(zip(other.columns, shown, strict=True))


def _presets(request: Request, kind: Report) -> list[tuple[StrOrPromise, str]]:
    """Periods with the address of the page that shows them, with its other filters."""
    if not kind.period or kind.ahead:
        return []
    found: list[tuple[StrOrPromise, str]] = []
    for code, (since, until) in presets(program_today(request)).items():
        query = request.GET.copy()
        query["since"], query["until"] = str(since), str(until)
        found.append((_PRESETS[code], f"?{query.urlencode()}"))
    return found


_PRESETS = {
    "this_quarter": _("This quarter"),
    "last_quarter": _("Last quarter"),
    "this_year": _("This year"),
    "last_year": _("Last year"),
}


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
