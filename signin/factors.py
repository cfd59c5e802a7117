"""Second factors: required for the vendor's staff, and passkeys named after the program."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import FACTORS
from common import encryption
from programs.queries import works_for_a_vendor


class MFAAdapter(DefaultMFAAdapter):
    """allauth's rules for second factors, plus the vendor's."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Staff need a second step to sign in. Set up another one before you remove this."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt the secret of an app or of recovery codes for storing (accounts/encrypted.py)."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raises InvalidToken if its key is no longer in ENCRYPTION_KEYS."""
        return encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Anyone may remove a second factor, except the vendor's staff their last one."""
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists() or not works_for_a_vendor(authenticator.user)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """The default name of a new passkey."""
        return _("Passkey %(number)s") % {"number": Authenticator.objects.filter(user=user.pk, type=type).count() + 1}

    def get_totp_issuer(self) -> str:
        """The program's name, as shown in the authenticator app."""
        return self._get_site_name()

    def _get_site_name(self) -> str:
        request: Any = self.request
        return str(request.program.name)
