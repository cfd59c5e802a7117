"""Passkey forms that answer any malformed browser data with a form error."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from common.json_text import UnfitJson, read_json
from web.fields import Line

# Exceptions from parsing malformed data; allauth itself handles only two of them.
_MADE_UP = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except _MADE_UP:
        raise get_adapter().validation_error("incorrect_code") from None


class Credential(forms.JSONField):
    """What the browser signed, as JSON that is bounded before anything else reads it."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Raise ValidationError for JSON that is broken, too deep or can't be stored."""
        if isinstance(value, str) and value and self._read(value) is None:
            raise get_adapter().validation_error("incorrect_code")
        return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show nothing again of what can't be read."""
        return super().bound_data(data if isinstance(data, str) and self._read(data) is not None else None, initial)

    def _read(self, text: str) -> Any:
        try:
            return read_json(text)
        except UnfitJson:
            return None


class _Shown:
    """A form that accepts a passkey's signature."""

    def clean_credential(self) -> Authenticator:
        """The passkey. Raises ValidationError for any other input."""
        with _in_words():
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
            return found


class SecondStepForm(_Shown, allauth_forms.AuthenticateWebAuthnForm):
    """Sign-in with a passkey after the password."""

    credential = Credential()


class PasskeyLoginForm(_Shown, allauth_forms.LoginWebAuthnForm):
    """Sign-in with a passkey instead of the password."""

    credential = Credential()


class PasskeyAgainForm(_Shown, allauth_forms.ReauthenticateWebAuthnForm):
    """Confirmation with a passkey before a security change."""

    credential = Credential()


class AddPasskeyForm(allauth_forms.AddWebAuthnForm):
    """A new passkey that can sign in alone, unless its owner makes it a second factor only."""

    credential = Credential()

    name = Line(label=_("Name"), required=False, max_length=80)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        initial=True,
        help_text=_("It must be able to ask for your fingerprint, your face or a PIN."),
    )

    def clean(self) -> dict[str, Any]:
        """The data the browser created. Raises ValidationError for any other input."""
        with _in_words():
            cleaned: dict[str, Any] = super().clean()
            return cleaned


class EditPasskeyForm(allauth_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    name = Line(label=_("Name"), max_length=80)
