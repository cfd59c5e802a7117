"""Forms of the decisions about orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from store.models import Order
from store.orders.sales import kept_of
from web.admin.forms import AdminForm, Day
from web.fields import Lines


class ConfirmPayment(AdminForm):
    """The day on which the money came in."""

    paid_on = Day(label=_("Paid on"), help_text=_("The day the money arrived. The sale counts from this day."))

    @property
    def values(self) -> dict[str, object]:
        """The day, and that it came by the way the order names."""
        return {"paid_on": self.cleaned_data["paid_on"], "means": "bank_transfer"}


class Refund(AdminForm):
    """Which units to refund, and why. All that are left are filled in."""

    reason = Lines(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(order.lines.order_by("place"))
        left = kept_of(order, self.lines)
        for line in self.lines:
            most = left[line.pk].quantity
            label = f"{line.name} ({line.client.get('company', '')})" if line.client.get("company") else line.name
            self.fields[f"line_{line.place}"] = forms.IntegerField(
                label=label, min_value=0, max_value=most, initial=most, disabled=not most
            )
        self.order_fields([*(f"line_{line.place}" for line in self.lines), "reason"])
        self.dress()

    @property
    def values(self) -> dict[str, object]:
        """The units by line, and the reason."""
        units = {line.place: self.cleaned_data[f"line_{line.place}"] or 0 for line in self.lines}
        return {"units": units, "reason": self.cleaned_data["reason"]}


class Reason(AdminForm):
    """Why."""

    reason = Lines(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
