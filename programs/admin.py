"""Read-only admin pages of the program: its rules and jobs. `manage.py program` publishes rules."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from common.languages import language_name
from programs.admin_rows import ProgramRowsAdmin
from programs.admin_sites import SiteAdmin
from programs.definition import Definition
from programs.definition.load import reread
from programs.definition.words import gaps
from programs.job_runs import FAILED, has_failed, outcome_words
from programs.models import JobRun, Revision
from programs.prose import pages
from programs.request_rules import definition_in_force, rulebook_in_force, rules_today
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import supply
from web.admin.filters import FieldFilter
from web.requests import Request

__all__ = ["JobRunAdmin", "RevisionAdmin", "SiteAdmin"]

# What decisions of every admin page may ask for by name; "rules" is None before any are published.
supply("program", lambda request: request.program)
supply("rulebook", rulebook_in_force)
supply("definition", definition_in_force)
supply("rules", rules_today)


@admin.register(Revision)
class RevisionAdmin(ProgramRowsAdmin):
    """Published rules; every decision refers to the revision it used."""

    list_display = ("number_link", "effective_from", "state", "published_at", "published_by")
    list_display_links = ("number_link",)
    list_select_related = ("published_by",)
    ordering = ("-number",)
    list_before_template = "programs/admin/gaps.html"
    fields = ("number", "effective_from", "state", "published_at", "published_by", "translations", "in_words", "file")
    readonly_fields = ("state", "translations", "in_words", "file")

    def changelist_view(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list below what the rules published last don't say in every language."""
        *_ids, latest = rulebook_in_force(request).revisions.items[-1]
        return super().changelist_view(request, {**(extra_context or {}), "gaps": _gaps(latest)})

    def get_queryset(self, request: Request) -> QuerySet[Revision]:
        found = super().get_queryset(request)
        match = request.resolver_match
        assert match is not None, "the page was found by its address"
        return found if match.kwargs.get("object_id") else found.defer("source", "definition")

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        in_force = (
            self.get_queryset(request)
            .filter(effective_from__lte=program_today(request))
            .order_by("-effective_from", "-number")
            .values_list("pk", flat=True)
            .first()
        )
        for row in rows:
            row.in_force = row.pk == in_force
            row.to_come = row.effective_from > program_today(request)

    @display(description=_("revision"), ordering="number")
    def number_link(self, row: Any) -> str:
        return _("Revision %(number)s") % {"number": row.number}

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        if row.in_force:
            return badge(_("in force"), "success")
        return badge(_("to come"), "info") if row.to_come else badge(_("past"))

    @display(description=_("translations"))
    def translations(self, row: Any) -> SafeString:
        """What people read in English although they chose another language."""
        return render_to_string("programs/admin/gaps.html", {"gaps": _gaps(reread(row.source)), "asked": True})

    @display(description=_("the rules in words"))
    def in_words(self, row: Any) -> SafeString:
        text = "\n".join(pages(reread(row.source)))
        return format_html('<pre class="v-words">{}</pre>', text)

    @display(description=_("the file as published"))
    def file(self, row: Any) -> SafeString:
        return format_html(
            '<pre class="v-file" tabindex="0" role="region" aria-label="{}">{}</pre>',
            _("the file as published"),
            row.source,
        )


def _gaps(rules: Definition) -> list[tuple[str, str, list[str]]]:
    """Code and name of each language in which the rules lack texts, and these texts."""
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    missing = gaps(rules, rules.texts, others)
    return [(code, language_name(code), texts) for code, texts in missing.items()]


class StateFilter(FieldFilter):
    """Job runs that ended, run or failed."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("failed", _("failed")), ("running", _("not finished")), ("done", _("done"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[JobRun]:
        match self.value():
            case "failed":
                return queryset.filter(FAILED)
            case "running":
                return queryset.filter(~FAILED, finished_at=None)
            case "done":
                return queryset.filter(~FAILED).exclude(finished_at=None)
        return queryset


@admin.register(JobRun)
class JobRunAdmin(ProgramRowsAdmin):
    """Runs of daily jobs: one row per job and day."""

    list_display = ("job", "day", "state", "started_at", "took", "outcome_words")
    list_filter = (StateFilter, ("day", RangeDateFilter))
    search_fields = ("job",)
    search_help_text = _("Name of a job")
    fields = ("job", "day", "state", "started_at", "finished_at", "took", "outcome_words")
    readonly_fields = ("state", "took", "outcome_words")

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        if has_failed(row.outcome):
            return badge(_("failed"), "danger")
        return badge(_("done"), "success") if row.finished_at else badge(_("not finished"), "warning")

    @display(description=_("took"), ordering=F("finished_at") - F("started_at"))
    def took(self, row: Any) -> str | None:
        if row.finished_at is None:
            return None
        return _("%(seconds)s s") % {"seconds": f"{(row.finished_at - row.started_at).total_seconds():.1f}"}

    @display(description=_("outcome"))
    def outcome_words(self, row: Any) -> str:
        return outcome_words(row.outcome)
