"""Read-only admin pages of the program: its rules and jobs. `manage.py program` publishes rules."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from common.languages import language_name
from programs.admin_rows import ProgramRowsAdmin
from programs.admin_sites import SiteAdmin
from programs.definition import Definition
from programs.definition.load import reread
from programs.definition.words import gaps
from programs.homes import languages_read
from programs.job_runs import FAILED, has_failed, job_words, outcome_words
from programs.models import JobRun, Revision, Site
from programs.prose import sections
from programs.request_rules import definition_in_force, rulebook_in_force, rules_today
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import object_or_404, supply
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
    fields = ("number", "effective_from", "state", "published_at", "published_by", "translations", "in_words")
    readonly_fields = ("state", "translations", "in_words")

    def changelist_view(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list below what the rules published last don't say in every language."""
        *_ids, latest = rulebook_in_force(request).revisions.items[-1]
        return super().changelist_view(request, {**(extra_context or {}), "gaps": _gaps(latest, request.program.pk)})

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
        if not hasattr(row, "gaps"):  # read once: the theme asks for each value several times
            row.gaps = _gaps(reread(row.source), row.program_id)
        return render_to_string("programs/admin/gaps.html", {"gaps": row.gaps, "asked": True})

    @display(description=_("the rules in words"))
    def in_words(self, row: Any) -> SafeString:
        # The sentences are English: the names in them must be, too, and not in the reader's language.
        with translation.override(settings.LANGUAGE_CODE):
            told = [
                {"code": each.code, "title": each.title, "lines": list(_steps(each.lines))}
                for each in sections(reread(row.source))
            ]
        shown = {"sections": told, "pk": row.pk, "size": len(row.source.encode())}
        return render_to_string("programs/admin/in_words.html", shown)

    def get_urls(self) -> list[URLPattern]:
        """The file of a revision, which its page links to and does not hold: it is long."""
        view: Any = self.admin_site.admin_view(require_safe(self.download))
        view.model_admin = self  # as on Django's own pages of a record
        file = path("<path:object_id>/file/", view, name="programs_revision_file")
        return [file, *super().get_urls()]

    def download(self, request: Request, object_id: str) -> HttpResponse:
        """Answer with the file as it was published. Raises PermissionDenied, Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = object_or_404(self, request, object_id)
        answer = HttpResponse(row.source, content_type="text/plain; charset=utf-8")
        name = f"{row.program.code}-{row.number}.toml"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _steps(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Each line with its depth below the section and its kind: an item of a list, or a heading of the lines below."""
    told = [(len(line) - len(text), text) for line in lines if (text := line.lstrip())]
    for (indent, text), (below, _next) in zip_longest(told, told[1:], fillvalue=(0, "")):
        kind = "v-item" if text.startswith("- ") else "v-strong" if below > indent else ""
        yield indent // 2 - 1, kind, text.removeprefix("- ")


def _gaps(rules: Definition, program_id: int) -> list[tuple[str, str, list[str]]]:
    """Code and name of each language of the program's sites in which the rules lack texts, and these texts."""
    spoken = Site.objects.filter(program=program_id).values_list("language", flat=True)
    missing = gaps(rules, rules.texts, languages_read(spoken))
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

    list_display = ("job_name", "day", "state", "started_at", "took", "outcome_words")
    list_filter = (StateFilter, ("day", RangeDateFilter))
    search_fields = ("job",)
    search_help_text = _("Name of a job")
    fields = ("job_name", "day", "state", "started_at", "finished_at", "took", "outcome_words")
    readonly_fields = ("job_name", "state", "took", "outcome_words")

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        if has_failed(row.outcome):
            return badge(_("failed"), "danger")
        return badge(_("done"), "success") if row.finished_at else badge(_("not finished"), "warning")

    @display(description=_("job"), ordering="job")
    def job_name(self, row: Any) -> Any:
        return job_words(row.job)

    @display(description=_("took"), ordering=F("finished_at") - F("started_at"))
    def took(self, row: Any) -> str | None:
        if row.finished_at is None:
            return None
        return _("%(seconds)s s") % {"seconds": f"{(row.finished_at - row.started_at).total_seconds():.1f}"}

    @display(description=_("outcome"))
    def outcome_words(self, row: Any) -> str:
        return outcome_words(row.outcome)
