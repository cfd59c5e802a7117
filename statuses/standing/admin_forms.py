"""The form that selects the day and level a partner's status is explained for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programs.definition import Definition
from web.admin.forms import AdminForm, Day
from web.forms import offer

FORESIGHT = timedelta(days=731)


class Explain(AdminForm):
    """A day from the partner's acceptance to two years from today, and a level other than the next one."""

    as_of = Day(label=_("On"), required=False)
    level = forms.ChoiceField(label=_("To reach"), required=False)

    def __init__(self, *args: Any, accepted_on: date, today: date, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.earliest, self.latest = today, accepted_on, max(today, accepted_on) + FORESIGHT
        self.fields["as_of"].initial = today
        # A future partner has no status before its acceptance, so its first day is shown.
        self.first = max(today, accepted_on)
        groups = [(track.name, [(level.code, level.name) for level in track.levels]) for track in definition.tracks]
        offer(self, "level", [("", _("the next level")), *groups])

    def clean_as_of(self) -> date:
        """The chosen day; today by default."""
        day = self.cleaned_data["as_of"] or self.first
        if not self.earliest <= day <= self.latest:
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s."),
                params={"first": date_format(self.earliest), "last": date_format(self.latest)},
            )
        return day

    @property
    def day(self) -> date:
        """The day to show; the default when the input is invalid."""
        return self._good.get("as_of", self.first)

    @property
    def asked_level(self) -> str | None:
        """The chosen level; None for the next one."""
        return self._good.get("level") or None

    @property
    def _good(self) -> dict[str, Any]:
        self.is_valid()
        return getattr(self, "cleaned_data", {})
