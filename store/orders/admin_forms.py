"""Forms of the decisions about orders."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.admin.forms import AdminForm, Day
from web.fields import Lines


class ConfirmPayment(AdminForm):
    """The day on which the money came in."""

    paid_on = Day(label=_("Paid on"), help_text=_("The day the money arrived. The sale counts from this day."))

    @property
    def values(self) -> dict[str, object]:
        """The day, and that it came by the way the order names."""
        return {"paid_on": self.cleaned_data["paid_on"], "means": "bank_transfer"}


class Reason(AdminForm):
    """Why."""

    reason = Lines(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
