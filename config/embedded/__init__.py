"""A real PostgreSQL 18 and a real Redis for demo, development and tests, shared by any number of processes.

Every process that uses them holds a shared lock on one file; the keeper (keeper.py) starts both servers once and
stops them when the last lock is gone. With DATABASE_URL and REDIS_URL set, nothing is started.
"""

import atexit
import fcntl
import os
import subprocess
import sys
import time
from typing import Any

from config.embedded import places
from config.embedded.places import ROOT, VAR, UnableToStart
from config.embedded.postgres import DATABASE, OWNER, RUNTIME

__all__ = ["ROOT", "VAR", "UnableToStart", "database", "ensure", "redis_url", "revive", "wanted"]

_held: list[int] = []


def wanted(*, allowed: bool = True) -> bool:
    """Return whether this process uses the embedded servers: if neither address is set.

    Raises UnableToStart if only one is set, or if they are needed but not `allowed`.
    """
    given = [bool(os.environ.get(name)) for name in ("DATABASE_URL", "REDIS_URL")]
    if any(given) and not all(given):
        raise UnableToStart("Set both DATABASE_URL and REDIS_URL, or neither for the embedded servers.")
    if not any(given) and not allowed:
        raise UnableToStart("Production needs servers of its own: set DATABASE_URL and REDIS_URL.")
    return not any(given)


def database(*, owner: bool = False) -> dict[str, Any]:
    """Return Django's settings for the embedded database, as the runtime role or as the owner. Starts nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": OWNER if owner else RUNTIME,
        "HOST": str(places.sockets()),
    }


def redis_url() -> str:
    """Return the address of the embedded Redis. Starts nothing."""
    return f"unix://{places.redis_socket()}"


def ensure(timeout: float = 60.0) -> None:
    """Make sure that both servers run as long as this process lives; any number of processes may call this at once.

    Returns immediately if external servers are configured or the lock is already held. Raises UnableToStart with the
    reason if they don't respond within `timeout` seconds.
    """
    if _held or not wanted():
        return
    VAR.mkdir(parents=True, exist_ok=True)
    users = os.open(VAR / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(users, fcntl.LOCK_SH)  # blocks while a keeper is shutting down
    _held.append(users)  # stays open until this process and its forks are gone
    try:
        _start_alone(timeout)
    except BaseException:
        os.close(_held.pop())
        raise


def revive(timeout: float = 60.0) -> bool:
    """Restart the servers if they ended while this process uses them; return whether that was needed.

    Raises UnableToStart if they don't respond within `timeout` seconds.
    """
    if not _held or _keeper_lives():
        return False
    _start_alone(timeout)
    return True


def _start_alone(timeout: float) -> None:
    """Call `_start` while other processes that want to start the servers wait."""
    end = time.monotonic() + timeout
    with (VAR / "start.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        _start(end)


def _start(end: float) -> None:
    ready, refusal = VAR / "ready", VAR / "refusal"
    keeper: subprocess.Popen | None = None
    while True:
        if not _keeper_lives():
            if keeper is not None and keeper.poll() is not None:
                raise UnableToStart(_reason())
            if keeper is None:
                ready.unlink(missing_ok=True)
                refusal.unlink(missing_ok=True)
                keeper = _spawn_keeper()
                atexit.register(_part_from, keeper)  # also keeps it until then, so that it isn't collected
        elif ready.exists():
            return
        if time.monotonic() > end:
            raise UnableToStart(_reason())
        time.sleep(0.02)


def _keeper_lives() -> bool:
    with (VAR / "keeper.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _spawn_keeper() -> subprocess.Popen:
    with (VAR / "keeper.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "config.embedded.keeper"],
            cwd=places.ROOT,
            env={**os.environ, "ECHELON_VAR": str(VAR)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _part_from(keeper: subprocess.Popen) -> None:
    """Let the keeper outlive this process, as it should for others; else Popen warns of it when it is collected."""
    if keeper.poll() is None:
        keeper.returncode = 0


def _reason() -> str:
    if full := places.full_disk():
        return full
    try:
        return (VAR / "refusal").read_text()
    except FileNotFoundError:
        return f"The embedded servers did not start; see keeper.log, pg.log and redis.log in {VAR}."
