"""Reads about a person's account."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from common.mailboxes import address_key

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_account(email: str) -> bool:
    """Return whether the address is in use: verified, or its user has ever signed in."""
    theirs = User.objects.filter(email=address_key(email))
    proved = Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))
    return theirs.filter(Q(proved) | Q(last_login__isnull=False)).exists()


def has_second_factor(user_id: int) -> bool:
    """Return whether the person has an authenticator app or a passkey; recovery codes alone don't count."""
    return Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists()


def with_second_factor(user_column: str = "pk") -> Exists:
    """Return the same as a query condition, for the user id in the column."""
    return Exists(Authenticator.objects.filter(user_id=OuterRef(user_column), type__in=FACTORS))


@dataclass(frozen=True)
class Security:
    """How a person signs in, shown to that person."""

    has_app: bool
    passkeys: int
    codes_left: int
    sessions: int

    @property
    def has_factor(self) -> bool:
        """Whether sign-in needs a second factor."""
        return self.has_app or self.passkeys > 0


def security_of(user_id: int) -> Security:
    """Return the person's second factors and sessions, in two queries."""
    found = list(Authenticator.objects.filter(user_id=user_id))
    kinds = [factor.type for factor in found]
    codes = [factor.wrap() for factor in found if factor.type == Authenticator.Type.RECOVERY_CODES]
    return Security(
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        codes_left=sum(len(each.get_unused_codes()) for each in codes),
        sessions=UserSession.objects.filter(user_id=user_id).count(),
    )
