"""Admin forms about deals and their prices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.deals.models import Deal, DealPrice
from leads.deals.writing import LONGEST
from programs.definition import Definition
from programs.definition.words import as_written
from web.admin.forms import AdminForm, Day
from web.fields import Lines
from web.forms import offer


class Words(AdminForm):
    """A text to the partner."""

    text = Lines(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


class Reason(AdminForm):
    """Why, for the partner to read."""

    text = Lines(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class AgreeSpecialists(AdminForm):
    """The form in which the vendor's specialists take part."""

    specialists = forms.ChoiceField(label=_("Vendor specialists"), required=False)

    def __init__(self, *args: Any, definition: Definition, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = definition.deals.specialists if definition.deals else None
        offered = [(as_written(one), one) for one in rules.forms] if rules else []
        offer(self, "specialists", [("", _("They don't take part")), *offered])
        self.fields["specialists"].initial = deal.specialists_agreed or deal.specialists


class Approve(AgreeSpecialists):
    """An approval: until when, and what the partner should know."""

    until = Day(
        label=_("Protected until"),
        required=False,
        help_text=_("Leave it empty for the program's usual number of months."),
    )
    text = Lines(
        label=_("Note to the partner"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    despite = forms.BooleanField(label=_("Approve although another partner has this client protected"), required=False)
    field_order = ("until", "specialists", "text", "despite")

    def __init__(self, *args: Any, definition: Definition, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, definition=definition, deal=deal, **kwargs)
        if definition.deals is None or definition.deals.specialists is None:
            del self.fields["specialists"]


class ApproveMany(AdminForm):
    """Approves many deals, each for the usual months and with the specialists that its partner asked for."""

    text = Lines(
        label=_("Note to the partners"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class Prolong(AdminForm):
    """A later end of the protection."""

    until = Day(label=_("Protected until"))
    text = Lines(
        label=_("Note to the partner"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class Revoke(Reason):
    """The end of a protection, and whether the partner broke its rules."""

    breach = forms.BooleanField(
        label=_("The partner broke the rules that it accepted: record a violation"), required=False
    )

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = definition.deals.no_competition if definition.deals else None
        if rules is None or rules.violation is None:
            del self.fields["breach"]


class AgreePrice(AdminForm):
    """The price that the partner may quote."""

    agreed = forms.DecimalField(label=_("Price"), max_digits=16, decimal_places=2)
    until = Day(
        label=_("Valid until"), required=False, help_text=_("Leave it empty for the program's usual number of days.")
    )
    text = Lines(
        label=_("Note to the partner"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, price: DealPrice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].initial = price.asked
        self.fields["agreed"].help_text = price.currency


class AgreeMany(AdminForm):
    """Many prices, each as its partner asked for it."""

    until = Day(
        label=_("Valid until"), required=False, help_text=_("Leave it empty for the program's usual number of days.")
    )
    text = Lines(
        label=_("Note to the partners"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
