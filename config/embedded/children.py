"""Child processes that end with their parent, and cleanup of orphans."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil

_PR_SET_PDEATHSIG = 1


def dying_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return a `preexec_fn`: the kernel signals the child with `number` when its parent dies (Linux only)."""
    parent = os.getpid()

    def ask() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
            if os.getppid() != parent:  # it died before the call
                os._exit(1)

    return ask


def stop_orphan(pid_file: Path, *, name: str, home: Path, seconds: float = 20) -> None:
    """Stop the server named in `pid_file` and remove the file, however stale.

    The pid may have been reused: only a process with that program name and the working directory `home` is ours.
    A missing, empty or invalid file raises nothing.
    """
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        ours = process.name() == name and Path(process.cwd()) == home.resolve()
        if ours and process.status() != psutil.STATUS_ZOMBIE:
            process.send_signal(signal.SIGINT)  # PostgreSQL: fast shutdown; Redis: save and exit
            try:
                process.wait(seconds)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(seconds)
    except (OSError, ValueError, IndexError, OverflowError, psutil.Error):
        pass
    pid_file.unlink(missing_ok=True)


def end(process: subprocess.Popen, number: signal.Signals, seconds: float) -> None:
    """Send `number` to a running child and wait for it to end; kill it after `seconds`."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
