"""The form that selects the day shown on the home page."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from web.fields import day_input


class AsOf(forms.Form):
    """A day from the partner's acceptance to two years from today."""

    as_of = forms.DateField(
        label=_("Show my status on"),
        required=False,
        widget=day_input(),
    )

    def __init__(self, data, *, earliest: date, latest: date, today: date) -> None:
        super().__init__(data)
        self.earliest, self.latest, self.today = earliest, latest, today
        self.fields["as_of"].initial = today
        self.fields["as_of"].widget.attrs |= {"min": earliest.isoformat(), "max": latest.isoformat()}

    def clean_as_of(self) -> date:
        """The chosen day; today by default."""
        day = self.cleaned_data["as_of"] or self.today
        if not self.earliest <= day <= self.latest:
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s."), params={"first": self.earliest, "last": self.latest}
            )
        return day

    @property
    def day(self) -> date:
        """The day to show; today when the input is invalid."""
        return self.cleaned_data["as_of"] if self.is_valid() else self.today
