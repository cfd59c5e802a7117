"""Creates accounts with a verified email, and resets second factors on behalf of their owner."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import has_account
from common.actor import Actor
from common.mailboxes import account_address
from common.refusals import Refused
from common.text import Untidy, tidy


class UnableToOpenAccount(Refused):
    """The account can't be created; the message says why."""


def open_account(*, actor: Actor, email: str, name: str, password: str | None, is_staff: bool = False) -> User:
    """Create an account for a verified email: from an invitation's link, or in the demo.

    Without a password, the person must reset it before signing in. An account that someone created for the address but
    never verified is taken over. ``actor`` vouches for the verification: the person, or the system. The form has
    already validated the password. Raises UnableToOpenAccount.
    """
    try:
        email, name = account_address(email), tidy(name)
        with transaction.atomic():
            squatter = User.objects.select_for_update(no_key=True).filter(email=email).first()
            if squatter and not has_account(email):
                user = squatter
                user.name, user.is_staff = name, user.is_staff or is_staff
                user.set_password(password)
                user.save(update_fields=["name", "is_staff", "password"])
            else:
                user = User.objects.create_user(email, password, name=name, is_staff=is_staff)
            _prove(user)
    except Untidy:
        raise UnableToOpenAccount({"": _("Enter a valid email address, for example name@example.com.")}) from None
    except IntegrityError:
        raise UnableToOpenAccount({"": _("There is already an account with this address.")}) from None
    return user


def prove_address(*, actor: Actor, user: User) -> None:
    """Mark the user's email as verified: the user opened a link that was sent to it.

    Other unverified claims to the address are removed. ``actor`` is the person, or the system.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        EmailAddress.objects.filter(email=user.email.lower(), verified=False).exclude(user=user).delete()
        _prove(user)


def choose_language(*, actor: Actor, user: User, language: str) -> None:
    """Set the language of the person's pages and emails; "" is that of the site. Only the person does this."""
    if actor.user_id != user.pk:
        raise PermissionDenied("language.choose")
    User.objects.filter(pk=user.pk).update(language=language)


def remove_second_factor(*, actor: Actor, user: User) -> int:
    """Remove all second factors of someone who has lost them; return how many there were.

    Staff must then set up a new one before they can do anything else.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        removed, _by_model = Authenticator.objects.filter(user=user).delete()
    return removed


def set_up_app(*, actor: Actor, user: User) -> str:
    """Return the key of the user's authenticator app, setting one up if needed; for the demo's staff only."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        app = found or TOTP.activate(user, generate_totp_secret()).instance
        return str(decrypt(app.data["secret"]))


def renew_recovery_codes(*, actor: Actor, user: User) -> list[str]:
    """Create single-use recovery codes, replacing the user's old ones."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        return list(RecoveryCodes.activate(user).get_unused_codes())


def _prove(user: User) -> None:
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
