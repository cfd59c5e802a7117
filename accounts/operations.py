"""Opening accounts whose address is proved already, and what is done about second factors without their owner."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import has_account
from common.actor import Actor
from common.refusals import Refused


class UnableToOpenAccount(Refused):
    """The account cannot be opened; the message says why."""


def open_account(*, actor: Actor, email: str, name: str, password: str | None, is_staff: bool = False) -> User:
    """Open an account for somebody who has proved the address already: by an invitation's link, or in the demo.

    Without a password the person signs in after a reset. An account that somebody opened for the address without ever
    proving it is taken over. ``actor`` is whoever vouches for the proof: the person, or the system. The password is
    not judged here, a form has done that. Raises UnableToOpenAccount.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
        with transaction.atomic():
            squatter = User.objects.select_for_update(no_key=True).filter(email=email).first()
            if squatter and not has_account(email):
                user = squatter
                user.name, user.is_staff = name.strip(), user.is_staff or is_staff
                user.set_password(password)
                user.save(update_fields=["name", "is_staff", "password"])
            else:
                user = User.objects.create_user(email, password, name=name.strip(), is_staff=is_staff)
            _prove(user)
    except ValidationError:
        raise UnableToOpenAccount({"": _("This is no e-mail address.")}) from None
    except IntegrityError:
        raise UnableToOpenAccount({"": _("Somebody signs in with this address already.")}) from None
    return user


def prove_address(*, actor: Actor, user: User) -> None:
    """Take the user's address as proved: it opened a link that was sent to this very address.

    What else claimed the address without proof loses it. ``actor`` is the person, or the system.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        EmailAddress.objects.filter(email=user.email.lower(), verified=False).exclude(user=user).delete()
        _prove(user)


def remove_second_factor(*, actor: Actor, user: User) -> int:
    """Take every second factor away from somebody who has lost it; how many there were.

    The vendor's staff then has to set a new one up before it gets any further.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        removed, _by_model = Authenticator.objects.filter(user=user).delete()
    return removed


def set_up_app(*, actor: Actor, user: User) -> str:
    """The key of the user's app with codes, which is set up when there is none; for the demo's staff only."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        app = found or TOTP.activate(user, generate_totp_secret()).instance
        return str(decrypt(app.data["secret"]))


def renew_recovery_codes(*, actor: Actor, user: User) -> list[str]:
    """Recovery codes that are good once each, in place of the user's former ones."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        return list(RecoveryCodes.activate(user).get_unused_codes())


def _prove(user: User) -> None:
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
