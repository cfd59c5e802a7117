"""Search and filters of the directory."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from common.countries import country_choices
from common.languages import by_name, language_name
from common.searching.vocabulary import country_words, language_words
from programs.definition import Definition
from programs.definition.tracks import Level
from programs.service_names import service_names, services_in_words
from statuses.directory.queries import NAME, NEWEST, POINTS, Filters, Options
from statuses.directory.searching import RELEVANCE
from web.choosing import Also, find_by
from web.fields import Pattern, Search
from web.requests import StrOrPromise

SHOWN = ("q", "country", "level", "service", "language")
SORTS = [(RELEVANCE, _("Best match")), (POINTS, _("Points")), (NAME, _("Name")), (NEWEST, _("Newest"))]


@dataclass(frozen=True)
class Sort:
    """A way to sort the list, and whether it is sorted so."""

    code: str
    name: StrOrPromise
    here: bool


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
    sort = forms.ChoiceField(required=False, choices=SORTS)
    exactly = forms.BooleanField(required=False)

    key: Hashable
    """All that the form shows besides the reader's language."""

    def __init__(self, data, *, options: Options, levels: Iterable[Level], rules: Definition | None = None) -> None:
        super().__init__(data)
        levels = list(levels)
        asked = tuple(data.get(name, "") for name in SHOWN)
        services = services_in_words(rules, options.services)
        self.key = (options, tuple((level.code, level.name) for level in levels), tuple(services), asked, self.sorted)
        self._options, self._levels, self._services = options, levels, services
        self._also = {code: " ".join(names.values()) for code, names in service_names(rules).items()}

    @property
    def offered(self) -> Self:
        """The form with its choices, which only a page needs that shows it anew."""
        options = self._options
        languages = sorted(((code, language_name(code)) for code in options.languages), key=by_name)
        self._offer("country", _("All countries"), country_choices(options.countries), also=country_words)
        self._offer("level", _("All levels"), [(level.code, level.name) for level in self._levels])
        services = sorted(zip(options.services, self._services, strict=True), key=by_name)
        self._offer("service", _("All services"), services, also=lambda code: self._also.get(code, code))
        self._offer("language", _("All languages"), languages, also=language_words)
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "placeholder": _("Company, city or service"), "autocomplete": "off"}
        )
        return self

    def _offer(
        self, name: str, everything: StrOrPromise, pairs: list[tuple[str, str]], also: Also | None = None
    ) -> None:
        asked = self.data.get(name, "")
        if asked and asked not in dict(pairs):
            pairs = [*pairs, (asked, asked)]
        self.fields[name].widget = forms.Select(choices=[("", everything), *pairs])
        if also:
            find_by(self.fields[name], also)

    def clean_country(self) -> str:
        """Normalize the country to two capital letters."""
        return self.cleaned_data["country"].upper()

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        wanted = self.wanted
        return bool(wanted["text"] or wanted["filters"])

    @property
    def sorted(self) -> str:
        """The order that was chosen, which a new search keeps; empty for none."""
        self.is_valid()
        chosen: str = self.cleaned_data.get("sort", "")
        return chosen

    @property
    def sorts(self) -> list[Sort]:
        """The orders on offer; only a search has best matches."""
        searched = bool(self.wanted["text"].strip())
        here = self.sorted or RELEVANCE
        if not searched and here == RELEVANCE:
            here = POINTS
        return [Sort(code, name, code == here) for code, name in SORTS if searched or code != RELEVANCE]

    @property
    def wanted(self) -> dict[str, Any]:
        """The valid entries, as ``searching.search`` takes them."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        filters = Filters(
            **{name: given[name] for name in ("country", "level", "service", "language") if name in given}
        )
        text, sort = given.get("q", ""), given.get("sort", RELEVANCE)
        return {"text": text, "filters": filters, "sort": sort, "exactly": bool(given.get("exactly"))}
