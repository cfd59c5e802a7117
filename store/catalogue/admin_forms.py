"""Forms of the decisions about products and prices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.definition import Definition
from store.admin_import import CsvForm
from store.catalogue.changes import NewPrice
from store.models import Product, ProductState
from web.admin.forms import AdminForm, Day
from web.fields import Line
from web.forms import offer


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


class Import(CsvForm):
    """A file with prices."""

    effective_from = Day(label=_("In force from"))
    field_order = ("file", "effective_from", "dry_run", "failed_rows")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("Columns: product, market, currency, price, minimum. UTF-8.")
