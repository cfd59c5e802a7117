"""The public request form, and the forms behind a client's private link."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.phones import has_number
from leads.requests.operations.following import LONGEST
from leads.requests.rules import MOST_STARS
from programs.answers import about_oneself, form_fields
from programs.definition.leads import Leads
from web.fields import Lines
from web.forms import RefusableForm

KIND, CONSENT, TRAP = "kind", "consent", "fax-number"
_EMAIL = re.compile(r"\S+@\S+\.\w{2,}")


class RequestForm(RefusableForm):
    """The program's fields, the kind of request and the consent; ``trap`` is filled in by robots only.

    Names with a hyphen are the portal's own, because field codes of programs have none.
    """

    def __init__(self, data: Any = None, *, leads: Leads, currency: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.asked = leads.form
        if leads.kinds:
            offered = [(kind.code, kind.name) for kind in leads.kinds.items]
            self.fields[KIND] = forms.ChoiceField(
                label=_("What is it about?"), choices=[("", _("Choose one")), *offered]
            )
        self.fields.update(form_fields(leads.form))
        about_oneself(self)
        for field in self.fields.values():
            if not field.required:
                field.help_text = _("Optional.")
        if "budget" in self.fields and currency:
            self.fields["budget"].help_text = _("In %(currency)s. Optional.") % {"currency": currency}
        if "region" in self.fields:
            self.fields["region"].help_text = _("For example Bavaria or Bayern. Optional.")
        if "request" in self.fields:
            self.fields["request"].help_text = _(
                "Partners read this before they see who you are. Leave out names, phone numbers and email addresses."
            )
        self.fields[CONSENT] = forms.BooleanField(label=leads.consent)
        self.fields[TRAP] = forms.CharField(required=False)  # noqa: TID251 - never read as text

    def clean(self) -> dict[str, Any]:
        """Contact data in the description would be open to every partner that may take the request."""
        given = super().clean() or self.cleaned_data
        text = str(given.get("request", ""))
        if _EMAIL.search(text) or has_number(text, country=str(given.get("country", ""))):
            said = _(
                "Leave out phone numbers and email addresses: every partner near you can read this. "
                "Those who take your request get your contact details."
            )
            self.add_error("request", said)
        return given

    @property
    def questions(self) -> list[forms.BoundField]:
        """The visible fields."""
        return [bound for bound in self if bound.name not in (CONSENT, TRAP)]

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in what people don't see."""
        return bool(self.data.get(TRAP))

    @property
    def answers(self) -> dict[str, Any]:
        """The answers as typed, by code."""
        return {field.code: self.data.get(field.code, "") for field in self.asked}


class RatingForm(RefusableForm):
    """A client's rating of one partner."""

    stars = forms.TypedChoiceField(
        label=_("Rating"),
        coerce=int,
        choices=[(number, "★" * number) for number in range(MOST_STARS, 0, -1)],
    )
    text = Lines(label=_("Comment"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class CloseForm(RefusableForm):
    """Why a client closes the request."""

    reason = Lines(label=_("Reason"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
