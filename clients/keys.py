"""Activation keys: random, stored encrypted, found by a keyed digest."""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

from common.encryption import decrypt, digest, digests, encrypt

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O, which are read for one another
_GROUPS, _GROUP = 5, 5  # 25 letters of 5 bits: 125 bits
SHOWN = 4
_PURPOSE = "clients.key"


def new_key() -> str:
    """Return a new activation key, such as "7KQ2M-..."; nobody can guess it."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def digest_of(key: str) -> str:
    """Return what a key is stored to be looked up by, however it was typed."""
    return digest(_PURPOSE, _plain(key))


def digests_of(key: str) -> list[str]:
    """Return everything a stored key may be found by: its digests by each encryption key.

    The last ones are by `SECRET_KEY`, of keys sold before digests had keys of their own; `rotate-keys` renews them.
    """
    plain = _plain(key)
    former = (
        salted_hmac(_PURPOSE, plain, secret=secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    return [*digests(_PURPOSE, plain), *former]


def _plain(key: str) -> str:
    return "".join(each for each in key.upper() if each.isalnum())


def sealed(key: str) -> dict[str, str]:
    """Return the columns of a licence that hold its key."""
    return {"sealed_key": encrypt(key), "key_digest": digest_of(key), "key_ending": key[-SHOWN:]}


def unsealed(text: str) -> str:
    """Return the key. Raises InvalidToken if no encryption key fits."""
    return decrypt(text)
