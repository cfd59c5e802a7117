"""What is asked about a person's account."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user_id: int) -> bool:
    """Whether the person set up an app with codes or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists()


def with_second_factor(user_column: str = "pk") -> Exists:
    """The same as a condition of a query, about the user whose id stands in the column."""
    return Exists(Authenticator.objects.filter(user_id=OuterRef(user_column), type__in=FACTORS))
