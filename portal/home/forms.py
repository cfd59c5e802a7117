"""The form that selects the day shown on the home page, and a sale to try."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from web.fields import day_input


class AsOf(forms.Form):
    """A day from the partner's acceptance to two years from today, and how much more is sold until then."""

    as_of = forms.DateField(label=gettext_lazy("Show my status on"), required=False, widget=day_input())
    sell = forms.DecimalField(required=False, min_value=Decimal("0.01"), max_digits=12, decimal_places=2)

    def __init__(self, data: Any, *, earliest: date, latest: date, today: date, currency: str) -> None:
        """Without a ``currency`` no sale can be tried."""
        super().__init__(data)
        self.earliest, self.latest, self.today = earliest, latest, today
        self.fields["as_of"].initial = today
        self.fields["as_of"].widget.attrs |= {"min": earliest.isoformat(), "max": latest.isoformat()}
        if currency:
            self.fields["sell"].label = _("If I sell this much more (%(currency)s)") % {"currency": currency}
            self.fields["sell"].widget.attrs |= {"placeholder": "500", "step": "0.01"}
        else:
            del self.fields["sell"]

    def clean_as_of(self) -> date:
        """The chosen day; today by default."""
        day = self.cleaned_data["as_of"] or self.today
        if not self.earliest <= day <= self.latest:
            raise ValidationError(
                _("Choose a day from %(first)s to %(last)s."),
                params={"first": date_format(self.earliest), "last": date_format(self.latest)},
            )
        return day

    def clean_sell(self) -> Decimal | None:
        """A sale can be tried from today on: the past is known."""
        amount: Decimal | None = self.cleaned_data["sell"]
        day = self.cleaned_data.get("as_of")
        if amount and day and day < self.today:
            raise ValidationError(_("To try a sale, choose today or a later day."))
        return amount

    @property
    def day(self) -> date:
        """The day to show; today when the input is invalid."""
        return self.cleaned_data["as_of"] if self.is_valid() else self.today

    @property
    def sale(self) -> tuple[Decimal, date] | None:
        """The sale to try, with its day: the last one before the day that is shown."""
        if not self.is_valid() or not self.cleaned_data.get("sell"):
            return None
        return self.cleaned_data["sell"], max(self.today, self.day - timedelta(days=1))
