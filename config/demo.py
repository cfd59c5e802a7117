"""`make demo`: runs the whole portal in one terminal, until Ctrl-C.

It first prepares servers, tables, rules, the demo network and static files, skipping what already exists. Then it
runs web, worker and beat as child processes under the supervisor below. No child outlives it.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
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
from config.embedded.watching import Servers

HOST = "127.0.0.1"
_READY_WITHIN = 180.0  # seconds; a busy machine is slow
_WORKER = {"ECHELON_PART": "worker"}


class UnableToRun(Exception):
    """The demo can't run; the message says what to do."""


@dataclass(frozen=True)
class Part:
    """A child process: its name, also used for its log, its command, and what it has in its environment besides."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def parts(port: int) -> tuple[Part, ...]:
    """Return what runs: the web server, the worker and beat."""
    celery = (sys.executable, "-m", "celery", "--app", "config")
    granian = (sys.executable, "-m", "granian", "--host", HOST, "--port", str(port), "--workers", "1")
    front = ("--interface", "asginl", "--http", "1", "--http1-header-read-timeout", "10000", "--no-ws")
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")  # there is only one worker
    return (
        Part("web", (*granian, *front, "config.asgi:application")),
        Part(
            "worker",
            (*celery, "worker", "--concurrency", "2", *quiet, "--loglevel", "INFO"),
            {"ECHELON_PART": "worker"},
        ),
        Part("beat", (*celery, "beat", "--loglevel", "INFO")),
    )


def port_number(text: str) -> int:
    """Parse a valid port. Raises ArgumentTypeError."""
    if text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 1 to 65535")


def require_free(port: int) -> None:
    """Raise UnableToRun if something already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise UnableToRun(
                f"Port {port} cannot be used ({error.strerror}). Stop what uses it, "
                f"or choose another one: make demo PORT={port + 1 if port < 65535 else 8000}"
            ) from None


def set_up() -> None:
    """Prepare servers, tables, rules, network and static files for the demo."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command
    from django.db import connections

    _say("Starting PostgreSQL and Redis")
    django.setup()
    _say("Bringing the tables up to date")
    call_command("migrate", verbosity=0, interactive=False)
    from demo.plan import demo_programs

    for program in demo_programs():
        _publish_rules(program)
    _say("Loading the demo networks, if they are not there yet")
    for program in demo_programs():
        call_command("load-demo", program)
    call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()  # the parts open their own


def _publish_rules(program: str) -> None:
    """Publish the preset if it is new or a release changed it; rules that refuse to change stay as they are."""
    from common import clock
    from common.actor import Actor
    from demo.publishing import preset, publish_preset
    from programs.definition.load import load
    from programs.operations import UnableToPublish

    source = preset(program)
    today = clock.today(load(source).program.time_zone)
    try:
        revision = publish_preset(actor=Actor.system(None), source=source, today=today, now=clock.now())
    except UnableToPublish as refusal:
        _say(f"{program} keeps the rules it has: {refusal}")
        return
    if revision:
        _say(f"Published the rules of {program}: revision {revision.number}, in force from {revision.effective_from}")


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


def run(port: int) -> int:
    """Set up, run and clean up; return the exit code."""
    require_free(port)
    os.environ["PORT"] = str(port)  # the port of links in emails
    set_up()
    supervisor = Supervisor(parts(port), embedded.VAR / "log")
    with supervisor:
        wait_until_ready(supervisor, port)
        if not supervisor.asked.is_set():
            _say(_welcome(port, supervisor.logs))
        servers = Servers(_say)
        if name := supervisor.wait(servers.look, servers.were_away):
            raise UnableToRun(f"The {name} process ended by itself; {supervisor.logs / name}.log says why.")
        _say("\nStopping")
    return 0


def _welcome(port: int, logs: Path) -> str:
    from django.db import connections

    from common.actor import Actor
    from demo.operations import renew_second_steps
    from demo.plan import demo_plans
    from demo.welcome import welcome

    steps = [step for plan in demo_plans() for step in renew_second_steps(actor=Actor.system(None), plan=plan)]
    connections.close_all()
    where = f"Mail, with the codes for new accounts: {embedded.VAR / 'mail'}\nLogs: {logs}   Stop: Ctrl-C"
    return f"\n{welcome(port, steps)}\n\n{where}"


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="make demo")
    arguments.add_argument("--port", type=port_number, default=os.environ.get("PORT") or "8000")
    try:
        sys.exit(run(arguments.parse_args().port))
    except (UnableToRun, embedded.UnableToStart) as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
