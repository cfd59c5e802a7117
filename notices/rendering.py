"""Renders an outbox row as an email: sender, text, and links to the right site."""

from email.utils import formataddr, parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.letters import Letter, Link, clean_line, greeting_of, mail_of
from common.mailboxes import address_key
from notices.attachments import attachment_of
from notices.models import Mail
from notices.openings import opening_words
from programs.definition.sites import Entity
from programs.homes import Homes, address
from programs.models import Site

# Key prefixes of emails that people can change or turn off: inbox notices and daily digests.
NOTICE, DIGEST = "notice", "digest"


def letter(mail: Mail, homes: Homes, *, name: str = "") -> Letter:
    """The email's text with its greeting, footer and links. ``name`` is of a reader who has no account."""
    site, entity = _home(mail, homes)
    with translation.override(mail.language):
        where = address(site, mail.link)
        hints = []
        if mail.key.startswith((f"{NOTICE}/", f"{DIGEST}/")):
            if mail.partner_id:
                hints.append(Link(_("All notices"), address(site, reverse("notices:inbox"))))
            hints.append(Link(_("Choose which emails you get"), address(site, reverse("notices:mail_choice"))))
        return Letter(
            subject=mail.subject,
            text=mail.text,
            program=homes.program.name,
            language=mail.language,
            greeting=greeting_of(name or _name_of(mail.to)),
            link=Link(opening_words(mail.link), where) if where else None,
            sender=[entity.name, *entity.address] if entity else [homes.program.name],
            hints=hints,
        )


def message(mail: Mail, homes: Homes, *, name: str = "") -> EmailMultiAlternatives:
    """The email as sent. Its Message-ID never changes, so a receiver recognizes a repeated email."""
    site, entity = _home(mail, homes)
    email = mail_of(
        letter(mail, homes, name=name),
        to=mail.to,
        from_email=formataddr((clean_line(entity.name if entity else homes.program.name), _sender())),
        reply_to=[entity.email] if entity else None,
        headers={"Message-ID": message_id(homes.program.code, mail.key), "Auto-Submitted": "auto-generated"},
    )
    if found := attachment_of(mail, homes, site):
        email.attach(found.name, found.content, found.type)
    return email


def _name_of(email: str) -> str:
    """The name in the account with this address; "" if there is none."""
    return User.objects.filter(email=address_key(email)).values_list("name", flat=True).first() or ""


def _home(mail: Mail, homes: Homes) -> tuple[Site | None, Entity | None]:
    """The partner's site and contracting entity; for people without a partner, the site for the email's language."""
    if mail.partner:
        place = mail.partner.country, mail.partner.entity
        site = homes.site(*place)
        return site, homes.entity(mail.partner.entity or (site.entity if site else ""))
    site = homes.speaking(mail.language)
    return site, homes.entity(site.entity if site else "")


def _sender() -> str:
    """The portal's own address, because mail servers accept no other sender from it."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def message_id(program_code: str, key: str) -> str:
    """The Message-ID for this key. It is the same however often the email is sent."""
    digest = sha256(f"{program_code}/{key}".encode()).hexdigest()[:40]
    host = _sender().rpartition("@")[2] or "localhost"
    return f"<{digest}@{host}>"
