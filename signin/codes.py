"""Forms that take a code from an email, an app or a list of recovery codes, in any case, grouping and width."""

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as app_forms
from django.forms import Form

from web.fields import TypedCode


def _typed(form: type[Form]) -> TypedCode:
    """Return allauth's field, but ignoring spaces, dashes of any kind and invisible characters."""
    plain = form.base_fields["code"]
    return TypedCode(label=plain.label, widget=plain.widget)


class EmailCodeForm(account_forms.ConfirmEmailVerificationCodeForm):
    """The code that proves an email address."""

    code = _typed(account_forms.ConfirmEmailVerificationCodeForm)


class SecondStepCodeForm(factor_forms.AuthenticateForm):
    """The code after the password."""

    code = _typed(factor_forms.AuthenticateForm)


class CodeAgainForm(factor_forms.ReauthenticateForm):
    """The code before a security change."""

    code = _typed(factor_forms.ReauthenticateForm)


class NewAppForm(app_forms.ActivateTOTPForm):
    """The first code of an authenticator app."""

    code = _typed(app_forms.ActivateTOTPForm)
