"""Forms for inviting people, changing roles, accepting invitations and creating API tokens."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.token_days import end_of, last_day_problem
from partners.tokens.scopes import Scope, named
from web.fields import Line, Mailbox, Password, Search
from web.forms import RefusableForm, offer

Roles = Sequence[tuple[str, str]]


class TeamFilters(forms.Form):
    """Team search."""

    q = Search(label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))

    @property
    def text(self) -> str:
        """The search text, or "" if it is invalid."""
        return self.cleaned_data["q"] if self.is_valid() else ""


class Invite(RefusableForm):
    """Invites a person with a role."""

    email = Mailbox(label=_("Email address"), max_length=254)
    name = Line(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, data: Any, *, roles: Roles) -> None:
        super().__init__(data)
        offer(self, "role", roles)
        self.fields["role"].initial = roles[-1][0]


class ChangeRole(RefusableForm):
    """Changes a member's role."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, data: Any, *, roles: Roles, role: str) -> None:
        super().__init__(data, initial={"role": role})
        offer(self, "role", roles)


class Join(RefusableForm):
    """Account details for a person without an account who opens an invitation link."""

    name = Line(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = Password(
        label=_("Password"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters that are hard to guess."),
    )
    again = Password(
        label=_("Repeat the password"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any, *, email: str, name: str) -> None:
        super().__init__(data, initial={"name": name})
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Check that both passwords match and are strong enough for this person."""
        found = super().clean() or {}
        password = found.get("password")
        if password and found.get("again") not in (None, password):
            self.add_error("again", _("The passwords don't match."))
        if password:
            try:
                validate_password(password, User(email=self.email, name=found.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return found


class CreateToken(RefusableForm):
    """Name, scopes and last day of a new API token."""

    name = Line(label=_("Name"), max_length=80, help_text=_("What the token is for: our shop, the reports."))
    scopes = forms.MultipleChoiceField(label=_("Permissions"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The last day. Leave empty for no end date."),
    )

    def __init__(self, data: Any, *, scopes: Mapping[str, Scope], today: date) -> None:
        super().__init__(data)
        self.today = today
        offer(self, "scopes", [(code, named(code, scope)) for code, scope in scopes.items()])
        self.fields["expires_on"].widget.attrs["min"] = today.isoformat()

    def clean_expires_on(self) -> date | None:
        """A day that is neither past nor too far ahead."""
        day = self.cleaned_data["expires_on"]
        if day is not None and (problem := last_day_problem(day, self.today)):
            raise ValidationError(problem)
        return day

    def expires_at(self, time_zone: str) -> datetime | None:
        """The end of the last day in the program's time zone."""
        day = self.cleaned_data["expires_on"]
        return day and end_of(day, time_zone)

    def field_for(self, name: str) -> str:
        """The values for the operation, which takes a moment where the form has a day."""
        return "expires_on" if name == "expires_at" else name
