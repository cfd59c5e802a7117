"""`python -m tests.upgrades.record v0.3.0`: keeps a small database of a release, for the tests beside this file.

Checks the release out under var/releases, installs what it needs there, makes a small portal with its own commands and
writes the database and what its commands print to tests/upgrades/<release>. Run it once when a release is tagged.
"""

import os
import shutil
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The key of every recorded database, so that tests can read its secrets. It protects nothing real.
ENCRYPTION_KEY = b64encode(b"echelon-recorded-release-key-000").decode()
_OURS = {"DATABASE", "DJANGO", "ECHELON", "ENCRYPTION", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "OWNER", "PYTEST", "REDIS"}


def check_out(release: str, commit: str = "") -> Path:
    """A checkout of a release under var/releases; ``commit`` where its tag is missing."""
    folder = ROOT / "var" / "releases" / release
    if not folder.exists():
        _run("git", "clone", "--quiet", "--no-checkout", str(ROOT), str(folder), at=ROOT)
    _run("git", "checkout", "--quiet", commit or release, at=folder)
    return folder


def install(folder: Path, target: str = ".venv/.base") -> None:
    """Install what the release runs on, as its own Makefile does."""
    _run("make", target, at=folder)


def environment(**more: str) -> dict[str, str]:
    """This environment without what concerns this checkout."""
    kept = {key: value for key, value in os.environ.items() if key.split("_")[0] not in _OURS}
    return kept | more


def main(release: str, commit: str = "") -> None:
    """Record a release. What was recorded before is replaced."""
    folder = check_out(release, commit)
    install(folder)
    var = folder / "var"
    shutil.rmtree(var, ignore_errors=True)
    of = _run("git", "rev-parse", "HEAD", at=folder)
    inside = str(HERE / "inside_release.py")
    command = (".venv/bin/python", inside, of, str(HERE / "networks"), str(HERE / release))
    _run(*command, at=folder, ECHELON_VAR=str(var), ENCRYPTION_KEYS=ENCRYPTION_KEY)
    sizes = ", ".join(f"{path.name} {path.stat().st_size:,}" for path in sorted((HERE / release).iterdir()))
    print(f"{release} at {of}: {sizes}")


def _run(*command: str, at: Path, **variables: str) -> str:
    """Run a command in a folder and return what it printed; its errors stay visible."""
    done = subprocess.run(command, cwd=at, env=environment(**variables), check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main(*sys.argv[1:])
