"""Encrypts secrets that the database stores: second factors, links in emails that are not sent yet.

`settings.ENCRYPTION_KEYS` lists Fernet keys: the first one encrypts, every one decrypts. `manage.py rotate-keys`
encrypts everything stored with the first key, so that older keys can be removed.
"""

import hmac
from collections.abc import Callable, Iterable
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = [
    "InvalidToken",
    "add_stored",
    "decrypt",
    "digest",
    "digests",
    "encrypt",
    "is_encrypted",
    "reencrypt",
    "stored",
]

_START = "gAAAA"  # of every Fernet token: version 128, then a time whose upper bytes are zero

_stored: dict[str, Callable[[], int]] = {}


def encrypt(text: str) -> str:
    """Return the text encrypted with the first key; two results for the same text differ. ASCII, URL-safe."""
    return _keys(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return the text of `encrypt`. Raises InvalidToken if no key fits or the token was changed."""
    return _keys(tuple(settings.ENCRYPTION_KEYS)).decrypt(token).decode()


def reencrypt(token: str) -> str:
    """Return the same text encrypted with the first key. Raises InvalidToken as `decrypt` does."""
    return _keys(tuple(settings.ENCRYPTION_KEYS)).rotate(token).decode()


def digest(purpose: str, text: str) -> str:
    """What an encrypted text is looked up by: 64 hexadecimal digits that only our keys can compute.

    It depends on the first key: `manage.py rotate-keys` renews it together with what is encrypted.
    """
    return digests(purpose, text)[0]


def digests(purpose: str, text: str) -> list[str]:
    """The digests of a text by every key, the first one first: a row that isn't renewed yet has one of the others."""
    return [_digest(key, purpose, text) for key in settings.ENCRYPTION_KEYS]


def _digest(key: str, purpose: str, text: str) -> str:
    own = hmac.digest(key.encode(), b"echelon.digest." + purpose.encode(), "sha256")  # never the encrypting key itself
    return hmac.digest(own, text.encode(), "sha256").hex()


def is_encrypted(text: str) -> bool:
    """Whether the text looks like a result of `encrypt`, with whatever key; for rows from before encryption."""
    return text.startswith(_START) and len(text) >= 100


def add_stored(name: str, renew: Callable[[], int]) -> None:
    """Register what an app stores encrypted, in its `encrypted.py`, for `manage.py rotate-keys`.

    `renew` encrypts all of it with the first key and returns the number of rows; it binds its own transaction.
    """
    _stored[name] = renew


def stored() -> Iterable[tuple[str, Callable[[], int]]]:
    """Return what is registered, by name."""
    return sorted(_stored.items())


@lru_cache
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
