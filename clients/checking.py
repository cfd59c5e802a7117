"""Reads what somebody typed about a client: its account and its contact."""

from django.utils.translation import gettext as _

from clients.contacts import Contact
from clients.models import Client
from clients.rules import account_host, is_account_of
from common.mailboxes import mailbox
from common.text import Untidy, read_into
from programs.definition import Definition


def account_of(account: str, *, kind: str, rules: Definition, problems: dict[str, str]) -> str:
    """Return the account's host name; adds to the problems what is malformed, or missing for a cloud client."""
    host = account_host(account)
    endings = rules.store.cloud_account.hosts if rules.store and rules.store.cloud_account else []
    example = f"client.{endings[0] if endings else 'example.com'}"
    if kind not in Client.Kind.values:
        problems["kind"] = _("Choose cloud or on-premise.")
    elif account.strip() and not host:
        problems["account"] = _("Enter a valid account address, for example %(example)s.") % {"example": example}
    elif kind == Client.Kind.CLOUD and not host:
        problems["account"] = _("Enter the client's account address, for example %(example)s.") % {"example": example}
    elif kind == Client.Kind.CLOUD and not is_account_of(host, endings):
        said = _("%(host)s isn't one of our accounts. Enter an address such as %(example)s.")
        problems["account"] = said % {"host": host, "example": example}
    return host


def contact_of(*, name: str, email: str, phone: str, problems: dict[str, str]) -> Contact:
    """Return the contact tidied; adds what is refused to the problems."""
    address = ""
    if email.strip():
        try:
            address = mailbox(email)
        except Untidy as untidy:
            problems["email"] = str(untidy)
    return Contact(read_into(problems, "name", name), address, read_into(problems, "phone", phone))
