"""The person to contact at a deal's client, stored encrypted."""

import json
from dataclasses import asdict, dataclass

from common.encryption import decrypt, encrypt


@dataclass(frozen=True, slots=True)
class DealContact:
    """The person to contact."""

    name: str = ""
    email: str = ""
    phone: str = ""


def seal(contact: DealContact) -> str:
    """Return the contact encrypted."""
    return encrypt(json.dumps(asdict(contact), ensure_ascii=False))


def unseal(sealed: str) -> DealContact:
    """Return the contact; empty once it is erased. Raises InvalidToken if no key fits."""
    return DealContact(**json.loads(decrypt(sealed))) if sealed else DealContact()
