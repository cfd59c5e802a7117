"""Admin forms of clients."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from common.actor import Actor
from common.countries import country_choices
from common.searching.vocabulary import country_words
from partners.models import Partner
from web.admin.forms import AdminForm, Day
from web.fields import Code, Line, Mailbox, Phone, TaxId
from web.forms import offer


class Reason(AdminForm):
    """A reason, kept in the history."""

    reason = Line(label=_("Reason"), max_length=400)


class AddClient(AdminForm):
    """A client that asked to be linked to a partner."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), to_field_name="code", label=_("Partner"))
    kind = forms.ChoiceField(label=_("Product"), choices=Client.Kind.choices)
    account = Line(label=_("Account address"), max_length=300, required=False)
    company = Line(label=_("Company"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    tax_id = TaxId(label=_("Tax ID"), max_length=60, required=False)
    name = Line(label=_("Contact person"), max_length=200, required=False)
    email = Mailbox(label=_("Email"), max_length=254, required=False)
    phone = Phone(label=_("Phone"), max_length=60, required=False)
    known_before = forms.BooleanField(
        label=_("Paid before"), required=False, help_text=_("It had a paid license before; its seats aren't new.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner: Any = self.fields["partner"]
        partner.queryset = Partner.objects.visible_to(actor).filter(ended_on=None)
        offer(self, "country", [("", "—"), *country_choices()], also=country_words)

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments: the client asked for the link."""
        return {**self.cleaned_data, "origin": Client.Origin.BY_HAND}


class MoveClient(Reason):
    """The partner that the client asked for, by its code."""

    code = Code(label=_("New partner's code"), max_length=60)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.order_fields(["code", "reason"])

    def clean_code(self) -> Partner:
        """The partner with this code, in the manager's program."""
        found = Partner.objects.visible_to(self.actor).filter(code=self.cleaned_data["code"]).first()
        if found is None:
            raise forms.ValidationError(_("No partner has this code."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments."""
        return {"to": self.cleaned_data["code"], "reason": self.cleaned_data["reason"]}

    def field_for(self, name: str) -> str:
        """Show problems with the partner beside its code."""
        return "code" if name == "to" else name


def client_of_number(actor: Actor, number: int) -> Client:
    """The client with this number. Raises ValidationError if the actor sees none."""
    found = Client.objects.visible_to(actor).filter(pk=number).first()
    if found is None:
        raise forms.ValidationError(_("No client has this number."))
    return found


class MergeClient(Reason):
    """The record to keep, by its number."""

    number = forms.IntegerField(label=_("Number of the client to keep"), min_value=1, max_value=2**62)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.order_fields(["number", "reason"])

    def clean_number(self) -> Client:
        """The client with this number, in the manager's program."""
        return client_of_number(self.actor, self.cleaned_data["number"])

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments."""
        return {"into": self.cleaned_data["number"], "reason": self.cleaned_data["reason"]}

    def field_for(self, name: str) -> str:
        """Show problems with the other record beside its number."""
        return "number" if name == "into" else name


class RegisterLicence(AdminForm):
    """The end user of a key, one of the partner's clients, by its number."""

    number = forms.IntegerField(label=_("Client's number"), min_value=1, max_value=2**62)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_number(self) -> Client:
        """The client with this number, in the manager's program."""
        return client_of_number(self.actor, self.cleaned_data["number"])

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments."""
        return {"client": self.cleaned_data["number"]}

    def field_for(self, name: str) -> str:
        """Show problems with the client beside its number."""
        return "number" if name == "client" else name


class EndLicence(Reason):
    """The first day on which the license is no longer paid."""

    on = Day(label=_("Ends on"))
    deactivated = forms.BooleanField(label=_("Deactivate it"), required=False)
    counts = forms.BooleanField(
        label=_("Still counts as sold"), required=False, initial=True, help_text=_("Clear it for a refund.")
    )
