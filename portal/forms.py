"""Forms of the portal's lists: what an address may filter by, checked, with errors beside the field."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from common.countries import country_choices
from common.languages import by_name, language_name
from portal.queries.directory import Options
from programs.definition.activities import ActivityKind
from programs.definition.points import Account
from programs.definition.tracks import Level


def _calendar() -> forms.DateInput:
    """A day as browsers send it, whatever the language writes."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DirectoryFilters(forms.Form):
    """The directory's search and filters. What is offered is a help: an address may name what just left the list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    country = forms.RegexField(
        "^[A-Za-z]{2}$",
        label=_("Country"),
        required=False,
        error_messages={"invalid": _("Choose a country from the list.")},
    )
    level = forms.CharField(label=_("Level"), required=False, max_length=40)
    service = forms.CharField(label=_("Service"), required=False, max_length=80)
    language = forms.CharField(label=_("Language"), required=False, max_length=40)

    def __init__(self, data, *, options: Options, levels: Iterable[Level]) -> None:
        super().__init__(data)
        languages = sorted(((code, language_name(code)) for code in options.languages), key=by_name)
        self._offer("country", _("All countries"), country_choices(options.countries))
        self._offer("level", _("All levels"), [(level.code, level.name) for level in levels])
        self._offer("service", _("All services"), [(word, word) for word in options.services])
        self._offer("language", _("All languages"), languages)
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "placeholder": _("Company, city or what they do"), "autocomplete": "off"}
        )

    def _offer(self, name: str, everything: str, pairs: list[tuple[str, str]]) -> None:
        asked = self.data.get(name, "")
        if asked and asked not in dict(pairs):
            pairs = [*pairs, (asked, asked)]
        self.fields[name].widget = forms.Select(choices=[("", everything), *pairs])

    def clean_country(self) -> str:
        """Countries are compared as two capital letters."""
        return self.cleaned_data["country"].upper()

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that are set and make sense, as ``queries.directory.cards`` takes them."""
        self.is_valid()
        names = {"q": "text", "country": "country", "level": "level", "service": "service", "language": "language"}
        return {names[name]: value for name, value in self.cleaned_data.items() if value}


class AsOf(forms.Form):
    """The day for which a standing is shown, between the partner's acceptance and two years from today."""

    as_of = forms.DateField(
        label=_("Show my standing on"),
        required=False,
        widget=_calendar(),
    )

    def __init__(self, data, *, earliest: date, latest: date, today: date) -> None:
        super().__init__(data)
        self.earliest, self.latest, self.today = earliest, latest, today
        self.fields["as_of"].initial = today
        self.fields["as_of"].widget.attrs |= {"min": earliest.isoformat(), "max": latest.isoformat()}

    def clean_as_of(self) -> date:
        """The day asked for, today when none is."""
        day = self.cleaned_data["as_of"] or self.today
        if not self.earliest <= day <= self.latest:
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s."), params={"first": self.earliest, "last": self.latest}
            )
        return day

    @property
    def day(self) -> date:
        """The day to show; today when what was given is no good day."""
        return self.cleaned_data["as_of"] if self.is_valid() else self.today


class StatementFilters(forms.Form):
    """Which account of points, and which movements."""

    SIGNS = {"": 0, "earned": 1, "left": -1}

    account_code = forms.ChoiceField(label=_("Account"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All movements")), ("earned", _("What came in")), ("left", _("What left"))],
    )

    def __init__(self, data, *, accounts: Mapping[str, Account], main: str) -> None:
        super().__init__(data)
        self.main = main
        ordered = sorted(accounts.items(), key=lambda pair: pair[0] != main)
        self.fields["account_code"].choices = [(code, account.name) for code, account in ordered]
        self.is_valid()

    @property
    def several(self) -> bool:
        """Whether there is an account to choose."""
        return len(self.fields["account_code"].choices) > 1

    @property
    def account(self) -> str:
        """The account to show; the main one when none, or none that exists, is asked for."""
        return self.cleaned_data.get("account_code") or self.main

    @property
    def sign(self) -> int:
        """1 for what came in, -1 for what left, 0 for both."""
        return self.SIGNS[self.cleaned_data.get("show", "")]


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
