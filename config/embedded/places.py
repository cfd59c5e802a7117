"""Where the embedded servers keep their data, sockets and binaries, and under which account they run.

PostgreSQL refuses to run as root, so root starts both servers under an unprivileged account. That account may
be unable to enter the checkout (a 700 directory such as /root), and a unix socket's path is limited to 107 bytes.
In both cases a short private directory under /var/tmp replaces `var/`; no directory's mode is widened.
"""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("ECHELON_VAR") or ROOT / "var").absolute()
ROOM = 64 * 2**20  # bytes that must be free
_SOCKET_BYTES = 107
_LONGEST_SOCKET = "run/.s.PGSQL.5432.lock"


class UnableToStart(RuntimeError):
    """The embedded servers can't run here; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """An account to run the servers under."""

    name: str
    user: int
    group: int

    def spawn_options(self) -> dict:
        """Return arguments of `subprocess.Popen` that drop root's rights."""
        return {"user": self.user, "group": self.group, "extra_groups": []}


def account() -> Account | None:
    """Return the account the servers run under, None for the caller's own; never creates one."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise UnableToStart("PostgreSQL does not run as root, and neither `postgres` nor `nobody` exists to run it as.")


def closed(path: Path) -> bool:
    """Return whether root's unprivileged account can't enter a directory on the way to `path`."""
    return os.geteuid() == 0 and not all(
        parent.stat().st_mode & stat.S_IXOTH for parent in path.parents if parent.exists()
    )


def full_disk() -> str:
    """Return what to do if the disk that holds the data is full, else ''."""
    where = next(path for path in (data(), *data().parents) if path.exists())
    free = shutil.disk_usage(where).free
    if free >= ROOM:
        return ""
    return (
        f"The disk that holds {where} is full: {free // 2**20} MB are free. Make room; {ROOM // 2**20} MB are enough."
    )


def short() -> Path:
    """Return a private directory with a short path, for this user and this `var/` only."""
    digest = hashlib.sha256(os.fsencode(VAR)).hexdigest()[:12]
    return Path("/var/tmp") / f"echelon-{os.geteuid()}-{digest}"  # noqa: S108 - prepare() sees to it that it is ours


def data() -> Path:
    """Return the directory that holds `pg` and `redis`."""
    return short() if closed(VAR / "pg") else VAR


def sockets() -> Path:
    """Return the directory of both unix sockets."""
    too_long = len(os.fsencode(VAR / _LONGEST_SOCKET)) > _SOCKET_BYTES
    return (short() if too_long else data()) / "run"


def redis_socket() -> Path:
    """Return the unix socket of Redis."""
    return sockets() / "redis.sock"


def prepare(who: Account | None) -> None:
    """Create every directory with the modes and owner that the servers need.

    Raises UnableToStart if the short directory belongs to someone else: anyone can write to /var/tmp.
    """
    if short() in (data(), sockets().parent):
        short().mkdir(mode=0o711, exist_ok=True)
        found = short().lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise UnableToStart(f"{short()} belongs to somebody else; remove it or set ECHELON_VAR.")
        short().chmod(0o711)
    for directory in (sockets(), data() / "pg", data() / "redis"):
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)
        if who is not None:
            os.chown(directory, who.user, who.group)


def reachable(program: Path, package: Path, *more: Path) -> Path:
    """Return `program`, or its copy in the short directory if root's account can't reach it.

    `package` is the directory to copy, `more` what is needed beside it; copied once per version.
    """
    if not closed(program):
        return program
    stamp = hashlib.sha256(os.fsencode(f"{package} {program.stat().st_mtime_ns}")).hexdigest()[:12]
    copy = short() / f"{package.name}-{stamp}"
    if not copy.exists():
        making = short() / f"{copy.name}.{os.getpid()}"
        for source in (package, *more):
            shutil.copytree(source, making / source.name, ignore=shutil.ignore_patterns("include", "*.a", "pginstall"))
        making.chmod(0o755)
        making.rename(copy)
    return copy / package.name / program.relative_to(package)
