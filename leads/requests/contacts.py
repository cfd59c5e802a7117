"""Contact data: encrypting, reading and finding it, and the secret of a client's private link."""

import json
from collections.abc import Mapping
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import Any

from django.utils.crypto import salted_hmac

from common.encryption import decrypt, encrypt
from common.mailboxes import address_key
from leads.requests.models import LeadContact


def seal(answers: Mapping[str, str], secret: str) -> str:
    """Return the contact answers and the secret of the client's link, encrypted."""
    return encrypt(json.dumps({"answers": dict(answers), "secret": secret}, ensure_ascii=False))


def unseal(contact: LeadContact) -> dict[str, str]:
    """Return the contact answers by code; empty once they are erased."""
    found: dict[str, str] = _content(contact).get("answers", {})
    return found


def client_names(contact: LeadContact) -> list[str]:
    """Return what other people's words may call the client by: address, name, phone number."""
    answers = unseal(contact)
    return [answers.get(code, "") for code in ("email", "client", "name", "phone")]


def secret_of(contact: LeadContact) -> str:
    """Return the secret of the client's link, for a mail to the client; "" once the data are erased."""
    found: str = _content(contact).get("secret", "")
    return found


def _content(contact: LeadContact) -> dict[str, Any]:
    return json.loads(decrypt(contact.sealed)) if contact.sealed else {}


def email_key(email: str) -> str:
    """Return a keyed digest of an address, the same for every spelling of it; "" without an address."""
    return salted_hmac("leads.contact", address_key(email), algorithm="sha256").hexdigest() if email else ""


def new_secret() -> str:
    """Return the secret of a private link."""
    return token_urlsafe(24)


def secret_digest(secret: str) -> str:
    """Return what is stored of a secret."""
    return sha256(secret.encode()).hexdigest()


def new_salt() -> str:
    """Return a salt for the digest under which a request stands in the chain."""
    return token_hex(16)


def lead_digest(lead_id: int, salt: str) -> str:
    """Return the digest under which a request stands in the chain; without the salt nobody can tell which it is."""
    return sha256(f"{salt}/{lead_id}".encode()).hexdigest()[:32]
