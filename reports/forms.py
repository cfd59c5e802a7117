"""The filters of a report, and the form that schedules one."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.countries import country_choices
from common.searching.vocabulary import country_words
from reports.models import ReportMail
from reports.queries import Filters, choices_of, countries_of
from reports.rules import LONGEST, usual_period
from web.admin.forms import AdminForm, Day
from web.forms import offer
from web.reporting import Report


class FilterForm(AdminForm):
    """The filters that a report has: days, country, and its own choice."""

    since = Day(label=_("First day"), required=False)
    until = Day(label=_("Last day"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    choice = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, report: Report, actor: Actor, rules: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual_period(today, ahead=report.ahead)
        if report.period:
            self.fields["since"].initial, self.fields["until"].initial = self.usual
        else:
            del self.fields["since"], self.fields["until"]
        if report.country:
            offer(
                self, "country", [("", _("All countries")), *country_choices(countries_of(actor))], also=country_words
            )
        else:
            del self.fields["country"]
        if choices := choices_of(report, rules):
            self.fields["choice"].label = str(report.choice)
            offer(self, "choice", choices)
        else:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        """The filters. Raises ValidationError beside the last day for a period that ends before it begins."""
        found = super().clean() or self.cleaned_data
        since, until = (found.get(name) or usual for name, usual in zip(("since", "until"), self.usual, strict=True))
        if until < since:
            self.add_error("until", _("Choose a last day on or after the first day."))
        elif until - since > LONGEST:
            self.add_error("until", _("Choose a period of at most ten years."))
        return found

    @property
    def filters(self) -> Filters:
        """What was chosen; call it on a valid form."""
        given = {name: self.cleaned_data.get(name) for name in ("since", "until", "country", "choice")}
        return Filters(**{name: value for name, value in given.items() if value})  # type: ignore[arg-type]


class ScheduleForm(AdminForm):
    """How often, and the same filters without days: each email covers the usual period."""

    every = forms.ChoiceField(label=_("How often"), choices=ReportMail.Every.choices)
    country = forms.ChoiceField(label=_("Country"), required=False)
    choice = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, report: Report, actor: Actor, rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if report.country:
            offer(
                self, "country", [("", _("All countries")), *country_choices(countries_of(actor))], also=country_words
            )
        else:
            del self.fields["country"]
        if choices := choices_of(report, rules):
            self.fields["choice"].label = str(report.choice)
            offer(self, "choice", choices)
        else:
            del self.fields["choice"]
        self.dress()

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments; a filter that the report doesn't have is empty."""
        return {"country": "", "choice": "", **self.cleaned_data}
