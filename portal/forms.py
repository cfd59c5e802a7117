"""Forms of the portal's lists: what an address may filter by, checked, with errors beside the field."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.places import country_name, language_name
from portal.queries.directory import Options
from programs.definition.tracks import Level


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
        countries = sorted(((code, country_name(code)) for code in options.countries), key=lambda pair: pair[1])
        languages = sorted(((code, language_name(code)) for code in options.languages), key=lambda pair: pair[1])
        self._offer("country", _("All countries"), countries)
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
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
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
