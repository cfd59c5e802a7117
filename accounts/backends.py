"""Sign-in by email and password, with the same queries and the same work for an unknown address."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from common.mailboxes import address_key
from common.prepared import Prepared, Slot, columns, made

_USER = Prepared(lambda: User.objects.filter(pk=Slot("pk")).values_list(*columns(User)))


class AddressBackend(AuthenticationBackend):
    """allauth's backend, without its extra query for an unknown address."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """Return the user with this email and password; emails are unique and stored in lower case."""
        return self._check_password(User.objects.filter(email=address_key(email)).first(), password)

    def get_user(self, user_id: Any) -> User | None:
        """Return the signed-in person of a request, unless the account is closed."""
        row = _USER.first(pk=user_id)
        user = made(User, row) if row else None
        return user if user is not None and self.user_can_authenticate(user) else None
