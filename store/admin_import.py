"""The base of the admin's forms for CSV files: a check without effect first, and the refused rows as a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from store.sheets import RowsRefused, failed_file
from web.admin.decisions import Asked
from web.admin.forms import AdminForm
from web.fields import file_input

MOST_BYTES = 5 * 1024 * 1024


class CsvForm(AdminForm):
    """A CSV file to check or to import."""

    file = forms.FileField(label=_("CSV file"), widget=file_input(".csv"), help_text=_("CSV, up to 5 MB."))
    dry_run = forms.BooleanField(label=_("Only check the file"), required=False, initial=True)
    failed_rows = forms.BooleanField(
        label=_("Download the rows with errors"),
        required=False,
        help_text=_("If any row has an error, you get those rows as a file to correct and import again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused: RowsRefused | None = None

    def clean_file(self) -> bytes:
        """The file's content, of bounded size."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Split it."))
        return bytes(file.read())

    @property
    def values(self) -> dict[str, Any]:
        """The content and how to take it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "failed_rows"}
        return {"content": given.pop("file"), **given}

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show what was refused, and remember its rows."""
        with super().refusals():
            try:
                yield
            except RowsRefused as refused:
                self.refused = refused
                raise


def failed_rows(asked: Asked) -> HttpResponse | None:
    """The refused rows as a file, where the form asks for it."""
    form = asked.form
    if not isinstance(form, CsvForm) or form.refused is None or not form.cleaned_data.get("failed_rows"):
        return None
    response = HttpResponse(failed_file(form.refused), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="failed-rows.csv"'
    return response
