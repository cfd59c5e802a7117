"""Forms of the decisions about quotes and agreed prices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.models import Partner
from store.models import ClientQuote, Product
from web.admin.forms import AdminForm, Day
from web.fields import Line, Lines


class AgreeToQuote(AdminForm):
    """Until when the prices hold, and a word to the partner."""

    ends_on = Day(label=_("Until"), help_text=_("The quote is valid until this day at most."))
    reason = Lines(
        label=_("Message to the partner"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, quote: ClientQuote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = quote.valid_until


class Decline(AdminForm):
    """Why the prices are declined."""

    reason = Lines(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class AgreePrice(AdminForm):
    """A lower end-user price of a product for a partner's client."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))
    company = Line(label=_("Client's company"), max_length=200)
    product = forms.ModelChoiceField(queryset=Product.objects.none(), label=_("Product"))
    price = forms.DecimalField(
        label=_("Lowest price of one"),
        max_digits=16,
        decimal_places=3,
        help_text=_("In the currency of the partner's account, without tax."),
    )
    ends_on = Day(label=_("Until"))
    reason = Line(label=_("Reason"), max_length=400)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners: Any = self.fields["partner"]
        partners.queryset = Partner.objects.visible_to(actor)
        products: Any = self.fields["product"]
        products.queryset = Product.objects.visible_to(actor).order_by("place", "pk")
