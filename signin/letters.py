"""Content and sender of account emails."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.letters import Letter, Link, mail_of
from notices.models import Mail
from notices.rendering import message_id
from notices.sealed import add_writer
from programs.homes import Homes, address
from programs.models import Site

LETTER, RESET = "account letter", "password reset"


def write_letter(mail: Mail, homes: Homes, values: Mapping[str, Any]) -> EmailMultiAlternatives:
    """Write a finished account email in the name of the site's contracting entity."""
    site = Site.objects.get(pk=values["site_id"])
    entity = homes.entity(site.entity)
    language = _language(values, site)
    with translation.override(language):
        letter = Letter(
            subject=values["subject"],
            text=values["text"],
            program=homes.program.name,
            language=language,
            link=Link(values["words"], address(site, values["path"])) if values["path"] else None,
            sender=[entity.name, *entity.address] if entity else [homes.program.name],
        )
        return mail_of(
            letter,
            to=mail.to,
            from_email=settings.DEFAULT_FROM_EMAIL,
            reply_to=[entity.email] if entity else None,
            headers={"Message-ID": message_id(homes.program.code, mail.key), "Auto-Submitted": "auto-generated"},
        )


def write_reset(mail: Mail, homes: Homes, values: Mapping[str, Any]) -> EmailMultiAlternatives | None:
    """Write an email with a new reset link to the user with this address; None if there is no such user."""
    user = next(iter(filter_users_by_email(mail.to, is_active=True, prefer_verified=True, for_login=True)), None)
    if user is None:
        return None
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    site = Site.objects.get(pk=values["site_id"])
    language = user.language or _language(values, site)
    with translation.override(language):
        letter = {
            "site_id": site.pk,
            "language": language,
            "subject": _("A new password for %(program)s") % {"program": homes.program.name},
            "text": _(
                "Someone, probably you, asked to set a new password for your account with %(program)s.\n\n"
                "The button below leads to the page where you choose it. It works once, and for three days. "
                "If it wasn't you, do nothing: your password stays as it is."
            )
            % {"program": homes.program.name},
            "words": _("Choose a new password"),
            "path": reverse("account_reset_password_from_key", kwargs=key),
        }
    return write_letter(mail, homes, letter)


def _language(values: Mapping[str, Any], site: Site) -> str:
    """The reader's language; emails queued by an older release have none."""
    return values.get("language") or site.language or settings.LANGUAGE_CODE


add_writer(LETTER, write_letter)
add_writer(RESET, write_reset)
