"""Real processes that use separate embedded servers in a separate directory."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.samples import tally

ROOT = Path(__file__).resolve().parents[2]
_USE = "import sys; from config import embedded; embedded.ensure(); print('up', flush=True); sys.stdin.read()"


class Ground:
    """A directory for `ECHELON_VAR`, with the processes that use it and the servers that run in it."""

    def __init__(self, var: Path, **environment: str) -> None:
        self.var = var
        self.environment = environment
        self.users: list[subprocess.Popen] = []
        digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
        self.short = Path("/var/tmp") / f"echelon-{os.geteuid()}-{digest}"

    def env(self) -> dict[str, str]:
        """The environment of a user: the demo's, without external servers."""
        kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
        return {**kept, "ECHELON_VAR": str(self.var), "ECHELON_ENV": "demo", **self.environment}

    def spawn(self, code: str = _USE) -> subprocess.Popen:
        """Start a process that uses the servers until its standard input is closed."""
        user = subprocess.Popen(
            [sys.executable, "-W", "always::ResourceWarning", "-c", code],
            cwd=ROOT,
            env=self.env(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.users.append(user)
        return user

    def use(self) -> subprocess.Popen:
        """`spawn`, and wait until the servers respond."""
        user = self.spawn()
        said = user.stdout.readline()
        assert said == "up\n", user.stderr.read()
        return user

    def python(self, code: str, *arguments: str) -> str:
        """Run code after `embedded.ensure()` and return what it printed."""
        run = subprocess.run(
            [sys.executable, "-c", f"from config import embedded; embedded.ensure()\n{code}", *arguments],
            cwd=ROOT,
            env=self.env(),
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def sql(self, statement: str, *, owner: bool = False) -> str:
        """Run one statement in a new process and return the first column of its first row as text, if any."""
        return self.python(
            "import sys, psycopg\n"
            f"found = embedded.database(owner={owner})\n"
            "with psycopg.connect(host=found['HOST'], user=found['USER'], dbname=found['NAME']) as connection:\n"
            "    cursor = connection.execute(sys.argv[1])\n"
            "    print(cursor.fetchone()[0] if cursor.description else '', end='')",
            statement,
        )

    def places(self) -> tuple[Path, Path]:
        """Return where such a process has its data and sockets."""
        data, sockets = self.python(
            "from config.embedded import places; print(places.data()); print(places.sockets())"
        ).splitlines()
        return Path(data), Path(sockets)

    def servers(self, name: str) -> list[psutil.Process]:
        """Return the running `postgres` (postmasters only) or `redis-server` processes of this directory."""
        return [
            process
            for process in psutil.process_iter()
            if _named(process, name) and (_inside(process, self.var) or _inside(process, self.short))
        ]

    def keepers(self) -> list[psutil.Process]:
        """Return the running keepers of this directory."""
        return [process for process in psutil.process_iter() if _is_keeper(process, self.var)]

    def everything(self) -> list[psutil.Process]:
        """Return keepers and servers."""
        return [*self.keepers(), *self.servers("postgres"), *self.servers("redis-server")]

    def kill(self, victim: str) -> None:
        """Kill the one `keeper`, `postgres` or `redis-server` with SIGKILL."""
        found = self.keepers() if victim == "keeper" else self.servers(victim)
        # A process that the server has just forked looks like it for a moment; the server is the oldest.
        min(found, key=lambda process: process.create_time()).send_signal(signal.SIGKILL)
        tally("kills")

    def crash(self) -> None:
        """Kill every user with SIGKILL."""
        for user in self.users:
            user.kill()
            tally("kills")
            user.wait(30)
            for pipe in (user.stdin, user.stdout, user.stderr):
                pipe.close()


def _named(process: psutil.Process, name: str) -> bool:
    try:
        if process.name() != name or process.status() == psutil.STATUS_ZOMBIE:
            return False
        return name != "postgres" or "-D" in process.cmdline()
    except psutil.Error:
        return False


def _inside(process: psutil.Process, home: Path) -> bool:
    try:
        return Path(process.cwd()).is_relative_to(home.resolve())
    except (psutil.Error, OSError):
        return False


def _is_keeper(process: psutil.Process, var: Path) -> bool:
    try:
        return "config.embedded.keeper" in process.cmdline() and process.environ().get("ECHELON_VAR") == str(var)
    except psutil.Error:
        return False


def eventually(found: Callable[[], object], seconds: float = 30) -> bool:
    """Return whether `found()` becomes true, checking repeatedly because other processes need time."""
    end = time.monotonic() + seconds
    while not found():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def ground(*, mode: int = 0o755, below: str = "var", **environment: str) -> Iterator[Ground]:
    """A `Ground` in a new directory with these permissions and `var` at the path `below`, removed afterwards."""
    base = Path(tempfile.mkdtemp(prefix="ground-", dir="/tmp"))
    base.chmod(mode)
    made = Ground(base / below, **environment)
    try:
        yield made
    finally:
        made.crash()
        for process in made.keepers():
            process.send_signal(signal.SIGTERM)
        assert eventually(lambda: not made.everything())
        subprocess.run([sys.executable, "-m", "config.embedded.removal"], cwd=ROOT, env=made.env(), check=True)
        shutil.rmtree(base)
