"""A partner's page of recorded activities."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from activities.models import Activity
from activities.references import tell_about
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.definition.activities import ActivityKind
from programs.wording import Words
from web.fields import Search, day_input
from web.forms import offer
from web.paging import page_number, page_of

ROWS = 50


@require_safe
@partner_page("records.view")
def activities(request: PartnerRequest) -> HttpResponse:
    """The partner's activities, newest first, including reversed ones."""
    form = ActivityFilters(request.GET, kinds=request.definition.activities)
    rows = form.apply(Activity.objects.visible_to(request.actor).filter(retracts=None).select_related("retraction"))
    page = page_of(rows, page_number(request.GET), ROWS)
    tell_about(request.actor, page.rows)
    words = Words(request.definition, request.partner.currency)
    return dashboard_page(request, "activities/log.html", form=form, page=page, words=words)


class ActivityFilters(forms.Form):
    """Filters and sort order of the list."""

    q = Search(label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=day_input())
    last = forms.DateField(label=_("To"), required=False, widget=day_input())
    sort = forms.ChoiceField(
        label=_("Sort"),
        required=False,
        choices=[("", _("Latest first")), ("oldest", _("Oldest first")), ("amount", _("Largest amount first"))],
    )
    ORDERS = {"": ("-on", "-id"), "oldest": ("on", "id"), "amount": (F("amount").desc(nulls_last=True), "-on", "-id")}

    def __init__(self, data, *, kinds: Mapping[str, ActivityKind]) -> None:
        super().__init__(data)
        named = sorted(((code, kind.name) for code, kind in kinds.items()), key=lambda pair: pair[1])
        offer(self, "kind", [("", _("All kinds")), *named])

    def clean(self) -> dict[str, Any]:
        """The first day must not be after the last."""
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["first"] > found["last"]:
            self.add_error("last", _("The last day is before the first."))
        return found

    def apply(self, rows: QuerySet[Activity]) -> QuerySet[Activity]:
        """The rows matching the valid filters, in the chosen order."""
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
        """Whether any filter is set."""
        return any(value for name, value in self.cleaned_data.items() if name != "sort")
