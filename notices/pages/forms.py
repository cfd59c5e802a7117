"""Forms of the inbox: search and filters, and email preferences."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from notices.kinds import kind_choices
from notices.models import MailChoice, Notice, NoticeQuerySet
from programs.definition import Definition
from web.choosing import as_choices
from web.fields import Search
from web.forms import offer


class NoticeFilters(forms.Form):
    """Inbox search, kind filter, and whether to show all or unread only."""

    q = Search(label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All notices")), ("unread", _("Unread only"))]
    )

    def __init__(self, data: Any, *, kinds: Iterable[str], definition: Definition) -> None:
        super().__init__(data)
        offer(self, "kind", [("", _("All kinds")), *kind_choices(kinds, definition)])

    def apply(self, rows: NoticeQuerySet, *, reader: int) -> QuerySet[Notice]:
        """The notices that match the valid filters."""
        self.is_valid()
        asked = self.cleaned_data
        if text := asked.get("q"):
            rows = rows.saying(text)
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("show") == "unread":
            rows = rows.unread_by(reader)
        return rows

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields)


class MailChoiceForm(forms.Form):
    """Every notice at once, one email a day, or none. Staff have no inbox, so they don't get the first choice."""

    mode = forms.ChoiceField(label=_("Email from this program"), widget=forms.RadioSelect)

    def __init__(self, data: Any, *, staff: bool, mode: str) -> None:
        usual = MailChoice.Mode.DIGEST if staff else MailChoice.Mode.EACH
        super().__init__(data, initial={"mode": mode or usual})
        if staff:
            offer(
                self,
                "mode",
                [
                    (MailChoice.Mode.DIGEST.value, _("Once a day, the program's open work")),
                    (MailChoice.Mode.NONE.value, _("No email")),
                ],
            )
        else:
            offer(self, "mode", as_choices(MailChoice.Mode.choices))
