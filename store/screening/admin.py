"""Lists of excluded persons in the admin: the entries, and importing a list."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from store.admin_import import CsvForm, failed_rows
from store.models import ExcludedPerson
from store.screening.operations import PERMISSION, import_persons
from web.admin.bound import BoundAdmin
from web.admin.decisions import Asked, Decision, to_list
from web.fields import Line


class ImportPersons(CsvForm):
    """A list of persons: its name, and the file that replaces it."""

    source = Line(label=_("List"), max_length=120, help_text=_("The file replaces the list with this name."))
    field_order = ("source", "file", "dry_run", "failed_rows")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        words = _("Columns: name, country, reference, since, until. Only the name is needed. UTF-8.")
        self.fields["file"].help_text = words


def _told(asked: Asked) -> str:
    done = asked.result
    words = {"entries": done.entries, "added": done.added, "ended": done.ended}
    if done.dry_run:
        return _("Checked: %(entries)s names, %(added)s new, %(ended)s removed. Nothing was changed.") % words
    return _("Imported %(entries)s names: %(added)s new, %(ended)s removed.") % words


@admin.register(ExcludedPerson)
class ExcludedPersonAdmin(BoundAdmin):
    """Every entry, also of those that were taken off their list."""

    list_display = ("name", "country", "source", "reference", "since", "until")
    list_filter = ("source",)
    search_fields = ("name", "plain", "reference")
    fields = ("name", "country", "source", "reference", "since", "until", "changed_at", "changed_by")
    actions_list = ("import_file",)

    import_file = Decision(
        label=_("Import list"),
        path="import",
        icon="upload",
        permission=PERMISSION,
        form=ImportPersons,
        operation=import_persons,
        title=_("Import a list of excluded persons"),
        told=_told,
        refused=failed_rows,
        then=to_list,
    )
