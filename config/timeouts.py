"""How long a process may keep the database busy, by what it is: a row or a connection is never held without an end.

ECHELON_PART names the part: `web` (set by config/asgi.py), `worker` (docker-compose.yml, `make demo`), else `jobs`:
commands such as migrations, imports and replays.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Timeouts:
    """PostgreSQL's time limits of one connection, in seconds."""

    statement_timeout: int
    lock_timeout: int
    idle_in_transaction_session_timeout: int
    transaction_timeout: int


MINUTE, HOUR = 60, 3600
TIMEOUTS = {
    # All below the 60 s that the proxy waits for an answer, so that a visitor gets ours.
    "web": Timeouts(20, 4, 30, 50),
    # An email's row is locked while it is sent, at most 30 s (EMAIL_TIMEOUT); a day is opened in one transaction.
    "worker": Timeouts(30 * MINUTE, 1 * MINUTE, 5 * MINUTE, 1 * HOUR),
    # An import and its replay are one transaction.
    "jobs": Timeouts(1 * HOUR, 1 * MINUTE, 1 * HOUR, 5 * HOUR),
}

# A server that does not answer is noticed within seconds; these have no effect on a unix socket.
CONNECTING = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}


def connection_options(part: str) -> dict[str, object]:
    """Return what a connection of this part is opened with. Raises KeyError for an unknown part."""
    limits = TIMEOUTS[part]
    words = [f"-c {field.name}={getattr(limits, field.name)}s" for field in fields(limits)]
    return {**CONNECTING, "options": " ".join(words)}
