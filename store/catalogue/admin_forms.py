"""Forms of the decisions about products and prices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.definition import Definition
from store.catalogue.changes import NewPrice
from store.models import Product, ProductState
from web.admin.forms import AdminForm, Day
from web.fields import Line
from web.forms import offer

MOST_BYTES = 5 * 1024 * 1024


class Price(AdminForm):
    """One price of a product from a day on."""

    market = forms.ChoiceField(label=_("Market"))
    currency = forms.ChoiceField(label=_("Currency"))
    amount = forms.DecimalField(
        label=_("Price"), required=False, max_digits=16, decimal_places=3, help_text=_("Leave empty to end the sale.")
    )
    minimum = forms.DecimalField(label=_("Minimal end-user price"), required=False, max_digits=16, decimal_places=3)
    effective_from = Day(label=_("In force from"))
    note = Line(label=_("Note"), max_length=400, required=False)

    def __init__(self, *args: Any, product: Product, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        markets = definition.store.markets if definition.store else []
        offer(self, "market", [(market.code, market.name) for market in markets])
        codes = sorted({currency for market in markets for currency in market.currencies})
        offer(self, "currency", [(code, code) for code in codes])
        self.product = product

    @property
    def values(self) -> dict[str, Any]:
        """The price as the operation takes it."""
        given = dict(self.cleaned_data)
        price = NewPrice(self.product, given.pop("amount"), given.pop("minimum"))
        return {**given, "prices": [price]}


class NewState(AdminForm):
    """A product's state from a day on."""

    state = forms.ChoiceField(label=_("State"), choices=ProductState.State.choices)
    effective_from = Day(label=_("From"))


class Import(AdminForm):
    """A file with prices."""

    file = forms.FileField(
        label=_("CSV file"), help_text=_("Columns: product, market, currency, price, minimum. UTF-8.")
    )
    effective_from = Day(label=_("In force from"))
    dry_run = forms.BooleanField(label=_("Only check the file"), required=False, initial=True)

    def clean_file(self) -> bytes:
        """The file's content, of bounded size."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return bytes(file.read())

    @property
    def values(self) -> dict[str, Any]:
        """The content and how to take it."""
        given = dict(self.cleaned_data)
        return {"content": given.pop("file"), **given}
