"""Forms of the cart: a line with its client, and the checkout."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.countries import country_choices
from store.models import CartLine
from store.pricing.quoting import EndClient
from web.fields import Hidden, Line, Mailbox, Website
from web.forms import RefusableForm, offer


class LineForm(RefusableForm):
    """How many, and for which client. ``account`` is asked for products of a cloud account only."""

    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=CartLine.MOST, initial=1)
    company = Line(label=_("Client's company"), max_length=200)
    country = forms.ChoiceField(label=_("Client's country"))
    account = Website(label=_("Account address"), max_length=300, required=False, assume_scheme="https")
    email = Mailbox(label=_("Client's email"), required=False, help_text=_("Optional."))
    tax_id = Line(label=_("Client's tax ID"), max_length=40, required=False, help_text=_("Optional."))

    def __init__(self, *args: Any, accounts: Sequence[str], cloud: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "country", [("", _("Choose a country")), *country_choices()])
        if not cloud:
            del self.fields["account"]
        elif accounts:
            self.fields["account"].help_text = _("For example https://acme.%(ending)s") % {"ending": accounts[0]}

    @property
    def end_client(self) -> EndClient:
        """The client as the operation takes it."""
        return EndClient.of(
            {name: self.cleaned_data.get(name, "") for name in EndClient.__dataclass_fields__} | {"known": None}
        )


class CheckoutForm(RefusableForm):
    """How to pay, and the prices that the page showed."""

    method = forms.ChoiceField(label=_("Payment method"), widget=forms.RadioSelect)
    seen = Hidden()

    def __init__(self, *args: Any, methods: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "method", methods)
        if len(methods) == 1:
            self.initial.setdefault("method", methods[0][0])
