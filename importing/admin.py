"""Imports in the admin, for program administrators: upload, see what would happen, import, download what failed."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, LargeZipFile, ZipFile

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action, display

from accounts.permissions import may, require
from importing import activity_rows, partner_rows
from importing.failed_rows import failed_rows
from importing.models import ImportRun
from importing.problems import Problem
from importing.uploads import PERMISSION, carry_out, try_import, write_files
from web.admin.badges import badge
from web.admin.bound import BoundAdmin
from web.admin.decisions import Asked, Decision, object_or_404
from web.admin.forms import AdminForm
from web.fields import file_input
from web.requests import Request

MOST_BYTES = 10 * 1024 * 1024  # of one file; a larger network is imported on the server
SHOWN = 100  # problems on the page
FILES = (partner_rows.FILE, activity_rows.FILE)


class Upload(AdminForm):
    """The two files of an import, or a zip archive with both."""

    partners = forms.FileField(label="partners.csv", required=False, widget=file_input(".csv"))
    activities = forms.FileField(label="activities.csv", required=False, widget=file_input(".csv"))
    archive = forms.FileField(
        label=gettext_lazy("Zip archive"),
        required=False,
        widget=file_input(".zip"),
        help_text=gettext_lazy("Instead of the two files: an archive with partners.csv and activities.csv in it."),
    )

    def clean(self) -> dict[str, Any]:
        """``files``: the contents by name, each of bounded size however well it is compressed."""
        cleaned: dict[str, Any] = super().clean() or {}
        found: dict[str, bytes] = {}
        if archive := cleaned.get("archive"):
            found |= self._unpacked(archive)
        for field, name in (("partners", partner_rows.FILE), ("activities", activity_rows.FILE)):
            if file := cleaned.get(field):
                found[name] = self._read(field, name, file.read)
        if not found and not self.errors:
            self.add_error(None, _("Choose partners.csv, activities.csv or a zip archive with both."))
        return {**cleaned, "files": found}

    @property
    def values(self) -> dict[str, Any]:
        """The contents by name."""
        return {"files": self.cleaned_data["files"]}

    def _unpacked(self, archive: UploadedFile) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        try:
            with ZipFile(archive) as opened:
                for entry in opened.infolist():
                    name = entry.filename.rsplit("/", 1)[-1]
                    if name in FILES and name not in found:
                        with opened.open(entry) as file:
                            found[name] = self._read("archive", name, file.read)
        # Whatever a broken or encrypted archive makes the library raise.
        except (BadZipFile, LargeZipFile, EOFError, OSError, RuntimeError, ValueError):
            self.add_error("archive", _("This archive can't be read. Save it as a zip file without a password."))
        except Exception as error:
            if type(error).__module__ not in ("zlib", "_lzma", "lzma", "_bz2"):
                raise
            self.add_error("archive", _("This archive can't be read. Save it as a zip file without a password."))
        else:
            if not found and not self.errors:
                self.add_error("archive", _("The archive has neither partners.csv nor activities.csv in it."))
        return found

    def _read(self, field: str, name: str, read: Callable[[int], bytes]) -> bytes:
        content = read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            said = _("%(file)s is larger than %(size)s MB. Import it on the server with manage.py import-log.")
            self.add_error(field, said % {"file": name, "size": MOST_BYTES // 1024**2})
        return content


def to_checked(asked: Asked) -> HttpResponse:
    """Say whether the files that were uploaded can be imported, on their page."""
    if asked.result.problems:
        messages.warning(asked.request, _("The files have problems. Nothing was imported."))
    else:
        messages.success(asked.request, _("The files can be imported. Nothing was imported yet."))
    return HttpResponseRedirect(reverse("admin:importing_importrun_change", args=[asked.result.pk]))


@admin.register(ImportRun)
class ImportRunAdmin(BoundAdmin):
    """Uploaded imports, newest first."""

    list_display = ("uploaded_at", "uploaded_by", "state", "summary")
    list_select_related = ("uploaded_by",)
    fields = ("uploaded_at", "uploaded_by", "state", "summary", "imported_at", "problem_words")
    readonly_fields = ("state", "summary", "problem_words")
    ordering = ("-id",)
    row_name = "run"
    actions_list = ("upload",)
    actions_detail = ("carry_out", "failed_partners", "failed_activities")

    def intro_about(self, row: ImportRun) -> str:
        return self.summary(row)

    def has_view_permission(self, request: Request, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and may(request.actor, PERMISSION)

    @display(description=gettext_lazy("state"))
    def state(self, row: ImportRun) -> SafeString:
        if row.imported_at:
            return badge(_("Imported"), "success")
        if row.problems:
            return badge(_("Action needed"), "danger")
        return badge(_("Not imported yet"), "info")

    @display(description=gettext_lazy("result"))
    def summary(self, row: ImportRun) -> str:
        """What was imported, would be imported, or how many problems there are."""
        told = row.outcome
        if number := told.get("problems", 0):
            return ngettext("%(number)s problem", "%(number)s problems", number) % {"number": number}
        said = _(
            "%(partners)s new partners and %(activities)s new activities; %(known)s rows known before; "
            "%(replayed)s partners recalculated"
        )
        return said % {
            "partners": told.get("partners_added", 0),
            "activities": told.get("activities_added", 0),
            "known": told.get("partners_known", 0) + told.get("activities_known", 0),
            "replayed": told.get("replayed", 0),
        }

    @display(description=gettext_lazy("problems"))
    def problem_words(self, row: ImportRun) -> SafeString | str:
        """The first problems, each with its file and line."""
        shown = [(str(Problem(*each)),) for each in row.problems[:SHOWN]]
        if not shown:
            return "–"
        more = row.outcome.get("problems", 0) - len(shown)
        rest = format_html("<p>{}</p>", _("and %(number)s more") % {"number": more}) if more > 0 else ""
        return format_html("<ul>{}</ul>{}", format_html_join("", "<li>{}</li>", shown), rest)

    def has_carry_out_permission(self, request: Request, object_id: str | None = None) -> bool:
        row = self._row(request, object_id)
        return row is not None and not row.imported_at and not row.problems

    def has_failed_partners_permission(self, request: Request, object_id: str | None = None) -> bool:
        return self._has_failed(request, object_id, partner_rows.FILE)

    def has_failed_activities_permission(self, request: Request, object_id: str | None = None) -> bool:
        return self._has_failed(request, object_id, activity_rows.FILE)

    upload = Decision(
        label=gettext_lazy("Upload files"),
        icon="upload_file",
        permission=PERMISSION,
        form=Upload,
        operation=try_import,
        title=gettext_lazy("Upload files to import"),
        button=gettext_lazy("Check files"),
        intro=gettext_lazy(
            "The files are checked first, and you see what importing them would do. An import is all or nothing: "
            "one row with a problem, and nothing is imported. You can download the rows that failed, correct them "
            "and upload them again. Rows imported before are skipped. The files are deleted after 30 days."
        ),
        answer=to_checked,
    )
    carry_out = Decision(
        label=gettext_lazy("Import now"),
        path="import",
        icon="publish",
        permission=PERMISSION,
        theirs=("carry_out",),
        operation=carry_out,
        title=gettext_lazy("Import the files of %(run)s"),
        told=gettext_lazy("The files are imported."),
    )

    @action(
        description=gettext_lazy("Download failed partners"),
        url_path="failed-partners",
        icon="download",
        permissions=["failed_partners"],
    )
    def failed_partners(self, request: Request, object_id: str) -> HttpResponse:
        """The failed rows of partners.csv."""
        return self._failed(request, object_id, partner_rows.FILE)

    @action(
        description=gettext_lazy("Download failed activities"),
        url_path="failed-activities",
        icon="download",
        permissions=["failed_activities"],
    )
    def failed_activities(self, request: Request, object_id: str) -> HttpResponse:
        """The failed rows of activities.csv."""
        return self._failed(request, object_id, activity_rows.FILE)

    def _failed(self, request: Request, object_id: str, name: str) -> HttpResponse:
        require(request.actor, PERMISSION)
        row = object_or_404(self, request, object_id)
        with TemporaryDirectory() as folder:
            write_files(row, Path(folder))
            found = "".join(failed_rows(Path(folder) / name, [Problem(*each) for each in row.problems]))
        answer = HttpResponse(found, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="failed-{name}"'
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _has_failed(self, request: Request, object_id: str | None, name: str) -> bool:
        row = self._row(request, object_id)
        return row is not None and any(each[0] == name for each in row.problems)

    def _row(self, request: Request, object_id: str | None) -> Any:
        if not self.has_view_permission(request) or not str(object_id).isdecimal():
            return None
        return self.get_object(request, str(object_id))
