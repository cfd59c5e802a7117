"""Content and sender of account emails."""

from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.letters import Letter, Link, mail_of
from common.tenancy import bind
from programs.homes import Homes, address
from programs.models import Site


def deliver(*, site_id: int, to: str, subject: str, text: str, words: str, path: str, on: date) -> None:
    """Send an account email in the name of the site's contracting entity. Raises OSError on failure."""
    site = Site.objects.select_related("program").get(pk=site_id)
    with bind(site.program_id):
        entity = Homes.of(site.program, on=on).entity(site.entity)
    with translation.override(site.language):
        letter = Letter(
            subject=subject,
            text=text,
            program=site.program.name,
            language=site.language,
            link=Link(words, address(site, path)) if path else None,
            sender=[entity.name, *entity.address] if entity else [site.program.name],
        )
        mail = mail_of(
            letter,
            to=to,
            from_email=settings.DEFAULT_FROM_EMAIL,
            reply_to=[entity.email] if entity else None,
            headers={"Auto-Submitted": "auto-generated"},
        )
    mail.send()


def deliver_reset(*, site_id: int, email: str, on: date) -> int:
    """Email a reset link to users with this address; returns how many: one or none."""
    site = Site.objects.select_related("program").get(pk=site_id)
    users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
    for user in users:
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        with translation.override(site.language):
            deliver(
                site_id=site_id,
                to=email,
                subject=_("A new password for %(program)s") % {"program": site.program.name},
                text=_(
                    "Somebody, probably you, asked to set a new password for your account with %(program)s.\n\n"
                    "The button below leads to the page where you choose it. It works once, and for three days. "
                    "If it was not you, do nothing: your password stays as it is."
                )
                % {"program": site.program.name},
                words=_("Choose a new password"),
                path=reverse("account_reset_password_from_key", kwargs=key),
                on=on,
            )
    return len(users)
