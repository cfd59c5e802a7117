"""Forms of quotes: the client, the conditions, and a row for each product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from common.countries import country_choices
from common.languages import language_name
from common.searching.vocabulary import country_words
from store.choosing import ClientChoices
from store.models import CartLine, ClientQuote, Product
from store.pricing.asked import EndClient
from store.quotes.operations import Offered
from web.fields import Line, Lines, Mailbox, Search, Website, day_input, number_input
from web.forms import RefusableForm, offer


@dataclass(frozen=True)
class Row:
    """A product that the form asks about, and what stands in its fields at first."""

    product: Product
    quantity: int = 1
    unit_price: Decimal | None = None


class QuoteForm(RefusableForm):
    """A quote: who it is for, until when it is valid, and the price of each product."""

    known = forms.ChoiceField(label=_("Client"), required=False)
    company = Line(label=_("New client's company"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Client's country"), required=False)
    account = Website(
        label=_("Account address"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("For cloud products."),
    )
    email = Mailbox(label=_("Client's email"), required=False, help_text=_("Optional."))
    language = forms.ChoiceField(label=_("Language of the quote"), required=False)
    valid_until = forms.DateField(label=_("Valid until"), widget=day_input())
    message = Lines(
        label=_("Message to the client"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Optional. Printed above the prices."),
    )
    request = Lines(
        label=_("Why does the client need this price?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Only for prices below the minimum, or that we haven't agreed to yet. We then decide before you can send "
            "the quote."
        ),
    )

    def __init__(
        self, *args: Any, rows: Sequence[Row], clients: ClientChoices, languages: Sequence[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.rows, self.clients = rows, clients
        offer(self, "known", clients.options)
        if not clients:
            del self.fields["known"]
        offer(self, "country", [("", _("Choose a country")), *country_choices()], also=country_words)
        spoken = [(code, language_name(code)) for code in languages]
        offer(self, "language", [("", _("The language of the client's country")), *spoken])
        for place, row in enumerate(rows):
            self.fields[f"quantity_{place}"] = forms.IntegerField(
                label=_("Quantity"), min_value=1, max_value=CartLine.MOST, initial=row.quantity
            )
            self.fields[f"price_{place}"] = forms.DecimalField(
                label=_("Price of one for the client"),
                min_value=0,
                max_digits=16,
                decimal_places=3,
                initial=row.unit_price,
                localize=False,
                widget=number_input(),
            )

    def field_for(self, name: str) -> str:
        """``0.unit_price`` of the operation is ``price_0`` here."""
        place, _dot, field = name.partition(".")
        shown = {"unit_price": "price"}.get(field, field)
        return f"{shown}_{place}" if field else name

    @property
    def products(self) -> list[tuple[Row, BoundField, BoundField]]:
        """Each row with its fields for quantity and price."""
        return [(row, self[f"quantity_{place}"], self[f"price_{place}"]) for place, row in enumerate(self.rows)]

    @property
    def about_client(self) -> list[BoundField]:
        """The fields about the client."""
        return [self[name] for name in ("known", "company", "country", "account", "email") if name in self.fields]

    @property
    def offered(self) -> list[Offered]:
        """The lines as the operation takes them."""
        given = self.cleaned_data
        return [
            Offered(row.product, given[f"quantity_{place}"], given[f"price_{place}"])
            for place, row in enumerate(self.rows)
        ]

    @property
    def end_client(self) -> EndClient:
        """The client as the operation takes it."""
        account = self.cleaned_data.get("account", "")
        if chosen := self.clients.chosen(self.cleaned_data.get("known", "")):
            return EndClient.of({**chosen, "account": account or chosen.get("account", "")})
        given = {name: self.cleaned_data.get(name, "") for name in ("company", "country", "email")}
        return EndClient(account=account, **given)


class QuoteFilters(forms.Form):
    """Filters of the list."""

    q = Search(
        label=_("Quote number or client"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Any")), *ClientQuote.State.choices, ("expired", _("expired"))],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    def apply(self, rows: Any, today: date) -> Any:
        """The rows that match the valid filters."""
        if text := self.cleaned_data.get("q"):
            found = rows.filter(company__icontains=text)
            rows = found | rows.filter(number__iexact=text)
        state = self.cleaned_data.get("state")
        if state == "expired":
            return rows.filter(state=ClientQuote.State.READY, valid_until__lt=today)
        if state == ClientQuote.State.READY:
            return rows.filter(state=state, valid_until__gte=today)
        return rows.filter(state=state) if state else rows

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())
