"""A client's contact, stored encrypted."""

import json
from dataclasses import asdict, dataclass

from common.encryption import decrypt, encrypt


@dataclass(frozen=True, slots=True)
class Contact:
    """The person to contact at a client."""

    name: str = ""
    email: str = ""
    phone: str = ""


def seal(contact: Contact) -> str:
    """Return the contact encrypted; "" for an empty one."""
    return encrypt(json.dumps(asdict(contact))) if contact != Contact() else ""


def unseal(sealed: str) -> Contact:
    """Return the contact of `seal`. Raises InvalidToken if no key fits."""
    return Contact(**json.loads(decrypt(sealed))) if sealed else Contact()
