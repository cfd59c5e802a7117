"""Passkeys: what a browser sends about them is refused in words, however it is made up."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

# What parsing of made-up data ends in; allauth itself expects two of them.
_MADE_UP = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except _MADE_UP:
        raise get_adapter().validation_error("incorrect_code") from None


class _Shown:
    """A form that takes what a passkey signed."""

    def clean_credential(self) -> Authenticator:
        """The passkey. Raises ValidationError for anything else."""
        with _in_words():
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
            return found


class SecondStepForm(_Shown, allauth_forms.AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyLoginForm(_Shown, allauth_forms.LoginWebAuthnForm):
    """A passkey instead of the password."""


class PasskeyAgainForm(_Shown, allauth_forms.ReauthenticateWebAuthnForm):
    """A passkey before something that protects the account."""


class AddPasskeyForm(allauth_forms.AddWebAuthnForm):
    """A passkey that signs in by itself, unless its owner wants it as a second step only."""

    name = forms.CharField(label=_("Name"), required=False, max_length=80)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        initial=True,
        help_text=_("It must be able to ask for your fingerprint, your face or a PIN."),
    )

    def clean(self) -> dict[str, Any]:
        """What the browser made. Raises ValidationError for anything else."""
        with _in_words():
            cleaned: dict[str, Any] = super().clean()
            return cleaned
