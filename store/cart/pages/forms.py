"""Forms of the cart: a line with its client, and the checkout."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from common.countries import country_choices
from common.searching.vocabulary import country_words
from store.choosing import ClientChoices
from store.models import CartLine
from store.pricing.quoting import EndClient
from web.fields import Hidden, Line, Mailbox, TaxId, Website, number_input
from web.forms import RefusableForm, offer

_NEW = ("company", "country", "contact", "email", "tax_id")


class LineForm(RefusableForm):
    """How many, and for which client: one of the partner's, or a new one.

    ``account`` is asked for products of a cloud account only. An activation key may be bought without its client, who
    is registered later (B24-2.3a).
    """

    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=CartLine.MOST, initial=1)
    known = forms.ChoiceField(label=_("Client"), required=False)
    company = Line(label=_("New client's company"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Client's country"), required=False)
    account = Website(label=_("Account address"), max_length=300, required=False, assume_scheme="https")
    contact = Line(label=_("Client's contact person"), max_length=200, required=False, help_text=_("Optional."))
    email = Mailbox(label=_("Client's email"), required=False, help_text=_("Optional."))
    tax_id = TaxId(label=_("Client's tax ID"), max_length=40, required=False, help_text=_("Optional."))

    def __init__(
        self, *args: Any, accounts: Sequence[str], cloud: bool, clients: ClientChoices, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.clients = clients
        offer(self, "known", clients.options)
        if clients.until:
            self.fields["known"].help_text = _("Where a license still runs, the new term begins when that one ends.")
        if not clients:
            del self.fields["known"]
        offer(self, "country", [("", _("Choose a country")), *country_choices()], also=country_words)
        if not cloud:
            del self.fields["account"]
        elif accounts:
            self.fields["account"].help_text = _("For example https://acme.%(ending)s") % {"ending": accounts[0]}

    def clean(self) -> dict[str, Any]:
        """A new client needs its company, for an account, and its country."""
        found = super().clean() or {}
        if not found.get("known"):
            if not found.get("country"):
                self.add_error("country", _("Choose the client's country."))
            if "account" in self.fields and not found.get("company"):
                self.add_error("company", _("Enter the client's company."))
        return found

    @property
    def first_fields(self) -> list[BoundField]:
        """The fields that every line has."""
        return [field for field in self.visible_fields() if field.name not in _NEW]

    @property
    def new_client(self) -> list[BoundField]:
        """The fields of a new client."""
        return [field for field in self.visible_fields() if field.name in _NEW]

    @property
    def opens_new(self) -> bool:
        """Whether the fields of a new client are in view from the start: nothing to choose from, or something there."""
        return "known" not in self.fields or any(field.errors or field.value() for field in self.new_client)

    @property
    def end_client(self) -> EndClient:
        """The client as the operation takes it."""
        if chosen := self.clients.chosen(self.cleaned_data.get("known", "")):
            return EndClient.of({**chosen, "account": self.cleaned_data.get("account") or chosen.get("account", "")})
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


class BonusForm(forms.Form):
    """How much of the bonus account pays for the order."""

    bonus = forms.DecimalField(
        label=_("Bonus to use"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=False,
        widget=number_input(),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def amount(self) -> Decimal:
        """The amount that was entered, or nothing."""
        return self.cleaned_data.get("bonus") or Decimal(0)
