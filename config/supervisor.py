"""Runs child processes in one terminal until Ctrl-C, and leaves none behind."""

import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Self

from config import embedded
from config.embedded import children

HOST = "127.0.0.1"
_READY_WITHIN = 180.0  # seconds; a busy machine is slow


class UnableToRun(Exception):
    """The demo can't run; the message says what to do."""


@dataclass(frozen=True)
class Part:
    """A child process: its name, also used for its log, its command, and what it has in its environment besides."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class Supervisor:
    """Runs the parts until one of them ends or it is asked to stop."""

    def __init__(self, running: tuple[Part, ...], logs: Path, *, stop_within: float = 15) -> None:
        self.parts = running
        self.logs = logs
        self.stop_within = stop_within  # seconds; then a child is killed
        self.children: dict[str, subprocess.Popen] = {}
        self.asked = threading.Event()

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start every part in its own process group, so that Ctrl-C reaches only the supervisor."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for part in self.parts:
            self._start(part)

    def _start(self, part: Part) -> None:
        with (self.logs / f"{part.name}.log").open("ab") as log:
            self.children[part.name] = subprocess.Popen(
                part.command,
                cwd=embedded.ROOT,
                env={**os.environ, **part.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=children.dying_with_parent(signal.SIGTERM),
            )

    def ask_to_stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Handle a signal: `wait` returns soon after."""
        self.asked.set()

    def ended(self) -> str | None:
        """Return the name of a part that has ended on its own."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def wait(
        self, watch: Callable[[], object] = lambda: None, excused: Callable[[], bool] = lambda: False
    ) -> str | None:
        """Return None when asked to stop, or the name of a part that ended on its own; call `watch` meanwhile.

        A part that ended while that was ``excused`` is started again.
        """
        while not self.asked.wait(0.3):
            watch()
            if name := self.ended():
                if not excused():
                    return name
                with suppress(ProcessLookupError):
                    os.killpg(self.children[name].pid, signal.SIGKILL)  # processes it left behind
                self._start(next(part for part in self.parts if part.name == name))
        return None

    def stop(self) -> None:
        """Stop every part and the processes it started."""
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        end = time.monotonic() + self.stop_within
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, end - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # the part, and processes it left behind
            child.wait()


def wait_until_ready(supervisor: Supervisor, port: int) -> None:
    """Wait until the portal reports that it is ready. Raises UnableToRun naming the log that says why it isn't."""
    end = time.monotonic() + _READY_WITHIN
    while not supervisor.asked.wait(0.1):
        if name := supervisor.ended():
            raise UnableToRun(f"The {name} process ended; {supervisor.logs / name}.log says why.")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise UnableToRun(f"The portal does not answer; see the logs in {supervisor.logs}.") from None
