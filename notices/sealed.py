"""Emails whose content may open an account: it is encrypted in the outbox until the email is sent.

A sealed row holds the encrypted *content*, a kind and its values: a finished letter, only what was asked for when a
link is made no sooner than it is sent, or just the link of an email whose text is no secret. The app that queues a kind
registers its *writer*, which turns the values into the email.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from common.encryption import decrypt, encrypt
from common.tenancy import bind
from notices.models import Mail
from notices.rendering import message
from notices.wakeup import wake_after_commit
from programs.homes import Homes

# Returns the email, or None if nothing is to be sent, for example because nobody has an account with this address.
Writer = Callable[[Mail, Homes, Mapping[str, Any]], EmailMultiAlternatives | None]
_WRITERS: dict[str, Writer] = {}
LINK = "link"


def add_writer(kind: str, writer: Writer) -> None:
    """Register how emails of a kind are written. Raises ValueError for a kind that is taken."""
    if kind in _WRITERS:
        raise ValueError(f"There is a writer of {kind!r} already.")
    _WRITERS[kind] = writer


def queue_sealed(
    *, program_id: int, to: str, kind: str, values: Mapping[str, Any], language: str, now: datetime
) -> None:
    """Put an account email into the outbox, with its content encrypted. ``values`` go to the writer of the kind.

    Staff see in the outbox that there is an account email for this address, but not which one. Raises KeyError for a
    kind without a writer.
    """
    _WRITERS[kind]
    wake_after_commit()
    with bind(program_id):
        Mail.objects.create(
            program_id=program_id,
            key=f"account/{uuid4().hex}",
            to=to.strip(),
            subject=_("Account email"),
            text="",
            sealed=seal(kind, values),
            language=language,
            queued_at=now,
        )


def sealed_link(link: str) -> str:
    """Encrypt the link of an email whose subject and text stay readable, as `Mail.sealed`; "" without a link."""
    return seal(LINK, {LINK: link}) if link else ""


def unsealed(mail: Mail, homes: Homes) -> EmailMultiAlternatives | None:
    """Write a sealed email. Raises InvalidToken if its key is gone."""
    content = json.loads(decrypt(mail.sealed))
    return _WRITERS[content["kind"]](mail, homes, content["values"])


def seal(kind: str, values: Mapping[str, Any]) -> str:
    """Encrypt what the writer of a kind needs, as `Mail.sealed`. Raises KeyError for a kind without a writer."""
    _WRITERS[kind]
    return encrypt(json.dumps({"kind": kind, "values": dict(values)}))


def _write_with_link(mail: Mail, homes: Homes, values: Mapping[str, Any]) -> EmailMultiAlternatives:
    mail.link = values[LINK]  # of this object only; the row keeps it encrypted
    return message(mail, homes, name=values.get("name", ""))


add_writer(LINK, _write_with_link)
