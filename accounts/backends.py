"""Signing in by address and password, with the same questions and the same work for an address that nobody has."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class AddressBackend(AuthenticationBackend):
    """allauth's, which asks once more about an address that it does not know."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """Who has the address and the password; somebody has an address in lower case, once."""
        return self._check_password(User.objects.filter(email=email.lower()).first(), password)
