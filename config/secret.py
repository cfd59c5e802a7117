"""The secret key of a demo or development machine, created once under var/. Production sets its own."""

import os
import secrets
from pathlib import Path


def key(var: Path) -> str:
    """Return the key in `var/secret-key`, created on first use; parallel processes agree on one."""
    path = var / "secret-key"
    try:
        return path.read_text()
    except FileNotFoundError:
        var.mkdir(parents=True, exist_ok=True)
    made = var / f"secret-key.{os.getpid()}"
    made.touch(mode=0o600)
    made.write_text(secrets.token_urlsafe(60))
    try:
        os.link(made, path)  # the first one wins, and nobody reads a half-written key
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text()
