"""The keys of a demo or development machine, created once under var/. Production sets its own."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path


def key(var: Path) -> str:
    """Return Django's key in `var/secret-key`, created on first use; parallel processes agree on one."""
    return _created_once(var, "secret-key", lambda: secrets.token_urlsafe(60))


def encryption_key(var: Path) -> str:
    """Return the key in `var/encryption-key` for common/encryption.py, created on first use."""
    return _created_once(var, "encryption-key", lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode())


def is_encryption_key(text: str) -> bool:
    """Whether the text can be a key for common/encryption.py: 32 bytes as URL-safe base64."""
    try:
        return len(urlsafe_b64decode(text)) == 32
    except ValueError:
        return False


def _created_once(var: Path, name: str, make: Callable[[], str]) -> str:
    path = var / name
    try:
        return path.read_text()
    except FileNotFoundError:
        var.mkdir(parents=True, exist_ok=True)
    made = var / f"{name}.{os.getpid()}"
    made.touch(mode=0o600)
    made.write_text(make())
    try:
        os.link(made, path)  # the first one wins, and nobody reads a half-written key
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text()
