"""The forms of a partner's deals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.countries import country_choices
from common.searching.vocabulary import country_words
from leads.deals.models import Deal
from leads.deals.operations.pricing import MOST_UNITS
from leads.deals.operations.registering import LONGEST_PROJECT, DealForm
from leads.deals.writing import LONGEST
from partners.models import Partner
from programs.answers import UploadField, form_fields
from programs.definition import Definition
from programs.definition.deals import Deals
from programs.definition.words import as_written
from programs.uploads import UploadsField
from web.fields import Code, Line, Lines, Mailbox, Phone, Search, TaxId, Website, day_input, number_input
from web.forms import RefusableForm, offer

ANSWER = "answer_"
_OPTIONAL = _("Optional.")


class RegisterForm(RefusableForm):
    """A client and a project."""

    company = Line(label=_("Client company"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    website = Website(label=_("Client's website"), max_length=300, required=False, help_text=_("Optional."))
    tax_id = TaxId(label=_("Client's tax ID"), max_length=60, required=False, help_text=_("Optional."))
    name = Line(label=_("Contact person"), max_length=200)
    email = Mailbox(label=_("Email of the contact person"), max_length=254, required=False, help_text=_OPTIONAL)
    phone = Phone(label=_("Phone of the contact person"), max_length=60, required=False, help_text=_OPTIONAL)
    project = Lines(label=_("Project"), max_length=LONGEST_PROJECT, widget=forms.Textarea(attrs={"rows": 4}))
    products = Line(label=_("Products"), max_length=400)
    value = forms.DecimalField(label=_("Expected value"), max_digits=16, decimal_places=2, widget=number_input())
    expected_on = forms.DateField(label=_("Expected close"), widget=day_input())
    begins_on = forms.DateField(
        label=_("Work begins"), required=False, widget=day_input(), help_text=_("Optional. You can add it later.")
    )
    specialists = forms.ChoiceField(
        label=_("Vendor specialists"), required=False, help_text=_("Whether our specialists should take part.")
    )
    accepts = forms.BooleanField(required=False)

    def __init__(self, *args: Any, rules: Deals, partner: Partner, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rules = rules
        offer(self, "country", country_choices(), also=country_words)
        self.fields["country"].initial = partner.country
        self.fields["value"].help_text = partner.currency
        for code, field in form_fields(rules.fields).items():
            self.fields[ANSWER + code] = field
        if rules.specialists:
            offered = [(as_written(one), one) for one in rules.specialists.forms]
            offer(self, "specialists", [("", _("Not needed")), *offered])
        else:
            del self.fields["specialists"]
        if rules.no_competition:
            self.fields["accepts"].label = rules.no_competition.text
        else:
            del self.fields["accepts"]
        fields = list(self.fields)
        last: list[str] = [name for name in ("specialists", "accepts") if name in fields]
        self.order_fields([name for name in fields if name not in last] + last)

    @property
    def given(self) -> DealForm:
        """What was entered, as the operation takes it."""
        found = dict(self.cleaned_data)
        answers = {field.code: _typed(found.pop(ANSWER + field.code, None)) for field in self.rules.fields}
        return DealForm(**found, answers={code: text for code, text in answers.items() if text not in (None, "")})

    def field_for(self, name: str) -> str:
        """Map the operation's ``answers.CODE`` to this form's fields."""
        return name.replace("answers.", ANSWER, 1)


class TextForm(RefusableForm):
    """A text to the vendor."""

    text = Lines(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(TextForm):
    """An answer to the vendor's question, with files."""

    attached = UploadsField(label=_("Files"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB each."))

    def field_for(self, name: str) -> str:
        """Map the operation's ``files`` to this form's attachments."""
        return "attached" if name == "files" else name


class BeginForm(RefusableForm):
    """When work begins."""

    on = forms.DateField(label=_("Day"), widget=day_input())
    text = Line(label=_("Note"), max_length=400, required=False, help_text=_OPTIONAL)


class PriceForm(RefusableForm):
    """A price to agree before it is quoted."""

    product = Line(label=_("Product"), max_length=200)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=MOST_UNITS, initial=1)
    amount = forms.DecimalField(label=_("Price of one"), max_digits=16, decimal_places=2, widget=number_input())
    text = Lines(
        label=_("Why this price"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_OPTIONAL,
    )

    def __init__(self, *args: Any, definition: Definition, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].help_text = currency
        if definition.store and definition.store.products:
            offered = [("", _("Choose one")), *((one.code, one.name) for one in definition.store.products)]
            self.fields["product"] = forms.ChoiceField(label=_("Product"), choices=offered)
            self.order_fields(["product", "quantity", "amount", "text"])


class WonForm(RefusableForm):
    """The proof of a won deal."""

    licence = Code(label=_("License key or order number"), max_length=60, required=False)
    document = UploadField(label=_("Contract"), required=False)

    def __init__(self, *args: Any, rules: Deals, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = rules.proof.kinds if rules.proof else []
        if "license" not in kinds:
            del self.fields["licence"]
        if "document" not in kinds:
            del self.fields["document"]


class LostForm(RefusableForm):
    """Why the deal was lost."""

    reason = forms.ChoiceField(label=_("Reason"))

    def __init__(self, *args: Any, rules: Deals, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "reason", [("", _("Choose one")), *((as_written(one), one) for one in rules.lost_reasons)])


class WithdrawForm(RefusableForm):
    """Why the deal is withdrawn."""

    reason = Line(label=_("Reason"), max_length=400, required=False, help_text=_OPTIONAL)


class DealFilters(forms.Form):
    """Filters of the list."""

    q = Search(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *Deal.State.choices])

    def apply(self, rows: Any) -> Any:
        """The rows matching the valid filters."""
        self.is_valid()
        if words := self.cleaned_data.get("q"):
            rows = rows.filter(company__icontains=words)
        if state := self.cleaned_data.get("state"):
            rows = rows.filter(state=state)
        return rows

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())


def _typed(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
