"""Child processes that end with their parent, and orphans of parents that could not see to it."""

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
    """A `preexec_fn`: the kernel sends `number` to the child when its parent is gone (Linux only)."""
    parent = os.getpid()

    def ask() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)

    return ask


def stop_orphan(pid_file: Path, *, name: str, home: Path, seconds: float = 20) -> None:
    """Stop the server that `pid_file` names and remove the file, however stale.

    A pid may have been given to somebody else since: only a process of that program name whose working directory
    is `home` is ours. Raises nothing for a missing, empty or senseless file.
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
    """Send `number` to a child that still runs and wait for its end; kill it after `seconds`."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
