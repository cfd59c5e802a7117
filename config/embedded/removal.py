"""`python -m config.embedded.removal`: removes everything under var/ unless the servers are in use."""

import os
import shutil
import sys

from config.embedded import locks, places


def remove() -> None:
    """Remove `var/` and the short directory. Raises UnableToStart while a process holds the servers."""
    if places.VAR.exists():
        users = os.open(places.VAR / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        if not locks.take(users, patience=5):  # a keeper may still be stopping its servers
            raise places.UnableToStart(f"The servers under {places.VAR} are in use; stop the demo first.")
        shutil.rmtree(places.VAR)
        os.close(users)
    if places.short().exists():
        shutil.rmtree(places.short())


if __name__ == "__main__":
    try:
        remove()
    except places.UnableToStart as error:
        sys.exit(str(error))
