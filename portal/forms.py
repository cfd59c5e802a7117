"""Forms of the portal's lists: what an address may filter by, checked, with errors beside the field."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from portal.home.forms import _calendar
from programs.definition.activities import ActivityKind


class ActivityFilters(forms.Form):
    """Which activities, and in which order."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=_calendar())
    last = forms.DateField(label=_("To"), required=False, widget=_calendar())
    sort = forms.ChoiceField(
        label=_("Sort"),
        required=False,
        choices=[("", _("Latest first")), ("oldest", _("Oldest first")), ("amount", _("Largest amount first"))],
    )
    ORDERS = {"": ("-on", "-id"), "oldest": ("on", "id"), "amount": (F("amount").desc(nulls_last=True), "-on", "-id")}

    def __init__(self, data, *, kinds: Mapping[str, ActivityKind]) -> None:
        super().__init__(data)
        named = sorted(((code, kind.name) for code, kind in kinds.items()), key=lambda pair: pair[1])
        self.fields["kind"].choices = [("", _("All kinds")), *named]

    def clean(self) -> dict[str, Any]:
        """The first day may not lie after the last."""
        found = super().clean()
        if found.get("first") and found.get("last") and found["first"] > found["last"]:
            self.add_error("last", _("The last day lies before the first."))
        return found

    def apply(self, rows: QuerySet[Activity]) -> QuerySet[Activity]:
        """The rows that fit what is filled in and makes sense, in the order asked for."""
        self.is_valid()
        asked = self.cleaned_data
        if text := asked.get("q"):
            rows = rows.filter(Q(subject__icontains=text) | Q(reference__icontains=text))
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("first"):
            rows = rows.filter(on__gte=asked["first"])
        if asked.get("last"):
            rows = rows.filter(on__lte=asked["last"])
        return rows.order_by(*self.ORDERS[asked.get("sort", "")])

    @property
    def used(self) -> bool:
        """Whether anything narrows the list."""
        return any(value for name, value in self.cleaned_data.items() if name != "sort")
