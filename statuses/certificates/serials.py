"""Serial numbers of certificates: random, so they can't be guessed, and easy to read out and type."""

import secrets

from common.text import typed_code

# Crockford's base 32 has no letters that look like digits. 16 characters are 80 random bits.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 16, 4
_READ_AS = str.maketrans("OIL", "011")


def new_serial() -> str:
    """A new random serial number, such as "7KQ0-9D2M-XW4T-B6PC"."""
    return _grouped("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))


def as_typed(text: str) -> str:
    """Normalize a typed serial number, in any case, width and grouping, with O for 0 and I or L for 1.

    Empty when it can't be one.
    """
    bare = typed_code(text).translate(_READ_AS)
    return _grouped(bare) if len(bare) == _LENGTH and set(bare) <= set(_ALPHABET) else ""


def _grouped(bare: str) -> str:
    return "-".join(bare[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
