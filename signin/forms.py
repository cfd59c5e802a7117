"""Sign-up and reset forms that behave the same whether or not an address is registered."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.fields import EmailField
from allauth.account.models import EmailAddress
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import clock
from common.mailboxes import address_key
from signin.mail import reset_later
from web.fields import Line, Mailbox
from web.languages import by_link


class Address(Mailbox, EmailField):
    """allauth's field for an address, which names the character that an address can't have."""


class SignupForm(allauth_forms.SignupForm):
    """Name, address and password. A registered address gets an email; the page always says the same."""

    email = Address()
    field_order = ("name", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = Line(
            label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
        )
        self.order_fields(self.field_order)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Store the name, and the language if a link has chosen one: emails come in it too."""
        user.name, user.language = self.cleaned_data["name"], by_link(request)
        user.save(update_fields=["name", "language"])

    def try_save(self, request: HttpRequest) -> Any:
        """Like allauth, but do the work of opening an account first, so both cases take equally long."""
        if self.account_already_exists:
            self._open_and_forget(request)
        return super().try_save(request)

    def _open_and_forget(self, request: HttpRequest) -> None:
        """Hash a password and create an account's rows, then roll back."""
        with transaction.atomic():
            passing = User(email=f"{get_random_string(40).lower()}@invalid", name="")
            passing.set_password(self.cleaned_data["password1"])
            passing.save()
            passing.name = self.cleaned_data["name"]
            passing.save(update_fields=["name"])
            EmailAddress.objects.filter(user_id=passing.pk).exists()
            EmailAddress.objects.create(user=passing, email=passing.email, primary=True)
            transaction.set_rollback(True)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """Accepts any address. A job looks it up after the response."""

    email = Address()

    def clean_email(self) -> str:
        """Accept the address without looking it up here."""
        self.users: list[User] = []
        return address_key(str(self.cleaned_data["email"]))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave the rest to the job."""
        email: str = self.cleaned_data["email"]
        reset_later(request, email, now=clock.now())
        return email


class AddEmailForm(allauth_forms.AddEmailForm):
    """Another address for the account."""

    email = Address()
