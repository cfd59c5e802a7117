"""Search and filters of the directory."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from common.countries import country_choices
from common.languages import by_name, language_name
from programs.definition.tracks import Level
from statuses.directory.queries import Options
from web.fields import Pattern, Search
from web.requests import StrOrPromise


class DirectoryFilters(forms.Form):
    """Search and filters of the directory. Options are only suggestions: a URL may name one no longer offered."""

    q = Search(label=_("Search"), required=False, max_length=200)
    country = Pattern(
        "^[A-Za-z]{2}$",
        label=_("Country"),
        required=False,
        error_messages={"invalid": _("Choose a country from the list.")},
    )
    level = Search(label=_("Level"), required=False, max_length=40)
    service = Search(label=_("Service"), required=False, max_length=80)
    language = Search(label=_("Language"), required=False, max_length=40)

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

    def _offer(self, name: str, everything: StrOrPromise, pairs: list[tuple[str, str]]) -> None:
        asked = self.data.get(name, "")
        if asked and asked not in dict(pairs):
            pairs = [*pairs, (asked, asked)]
        self.fields[name].widget = forms.Select(choices=[("", everything), *pairs])

    def clean_country(self) -> str:
        """Normalize the country to two capital letters."""
        return self.cleaned_data["country"].upper()

    @property
    def wanted(self) -> dict[str, str]:
        """The valid filters, as ``queries.directory.cards`` takes them."""
        self.is_valid()
        names = {"q": "text", "country": "country", "level": "level", "service": "service", "language": "language"}
        return {names[name]: value for name, value in self.cleaned_data.items() if value}
