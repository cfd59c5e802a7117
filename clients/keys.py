"""Activation keys: random, stored encrypted, found by a keyed digest."""

import secrets

from django.utils.crypto import salted_hmac

from common.encryption import decrypt, encrypt

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O, which are read for one another
_GROUPS, _GROUP = 5, 5  # 25 letters of 5 bits: 125 bits
SHOWN = 4


def new_key() -> str:
    """Return a new activation key, such as "7KQ2M-..."; nobody can guess it."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def digest_of(key: str) -> str:
    """Return what a key is looked up by, however it was typed."""
    plain = "".join(each for each in key.upper() if each.isalnum())
    return salted_hmac("clients.key", plain, algorithm="sha256").hexdigest()


def sealed(key: str) -> dict[str, str]:
    """Return the columns of a licence that hold its key."""
    return {"sealed_key": encrypt(key), "key_digest": digest_of(key), "key_ending": key[-SHOWN:]}


def unsealed(text: str) -> str:
    """Return the key. Raises InvalidToken if no encryption key fits."""
    return decrypt(text)
