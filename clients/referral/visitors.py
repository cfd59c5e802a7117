"""A visitor's code: random, kept in the visitor's own cookie, stored as a digest only."""

import re
import secrets

from django.utils.crypto import salted_hmac

_CODE = re.compile(r"[A-Za-z0-9_-]{22,43}")
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without letters that are read for one another
_LINK = 8


def new_visitor() -> str:
    """Return a new visitor's code: 128 random bits."""
    return secrets.token_urlsafe(16)


def is_visitor(code: str) -> bool:
    """Whether the text can be a visitor's code."""
    return _CODE.fullmatch(code) is not None


def digest_of(code: str) -> str:
    """Return what a visitor's code is stored as."""
    return salted_hmac("clients.referral.visitor", code, algorithm="sha256").hexdigest()


def new_link_code() -> str:
    """Return the code of a new link; it can be read out."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LINK))
