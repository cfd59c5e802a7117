"""`make demo`: runs the whole portal in one terminal, until Ctrl-C.

It first prepares servers, tables, static files and the first program's network, skipping what already exists. Then it
runs web, worker and beat as child processes under the supervisor below, and loads the other programs' networks while
the first can be looked at. No child outlives it.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from config import embedded
from config.embedded.watching import Servers
from config.supervisor import HOST, Part, Supervisor, UnableToRun, wait_until_ready

if TYPE_CHECKING:
    from demo.operations import SecondStep
    from demo.plan import Plan

# For a command that needs no server: it starts none.
_OFFLINE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}


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


def chosen(codes: Sequence[str]) -> list[Plan]:
    """Return the plans of these programs, all of them if none is named. Raises UnableToRun for an unknown one."""
    from demo.plan import demo_plans

    plans = demo_plans()
    if unknown := set(codes) - {plan.program for plan in plans}:
        known = ", ".join(plan.program for plan in plans)
        raise UnableToRun(f"There is no demo network for {', '.join(sorted(unknown))}. There are: {known}.")
    return [plan for plan in plans if not codes or plan.program in codes]


def set_up(*codes: str) -> bool:
    """Prepare servers, tables, static files and the networks of these programs; return whether all of them are loaded.

    At the first start that is only the first program's network; `_open` loads the rest while it can be looked at.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command
    from django.db import connections

    _say("Starting PostgreSQL and Redis")
    django.setup()
    static = _collect_static_files()
    _say("Bringing the tables up to date")
    call_command("migrate", verbosity=0, interactive=False)
    programs = [plan.program for plan in chosen(codes)]
    _say("Loading the demo networks, if they are not there yet")
    complete = all(_is_there(program) for program in programs)
    if complete:
        load(*programs)
    else:
        load(programs[0], network=True)
    if static.wait():
        raise UnableToRun("The static files could not be collected; the lines above say why.")
    connections.close_all()  # the parts open their own
    return complete


def load(*programs: str, network: bool = False) -> None:
    """Publish the programs' rules and load what is missing of their networks, or only what comes first of it."""
    from django.core.management import call_command

    for program in programs:
        _publish_rules(program)
        call_command("load-demo", program, network=network)


def _collect_static_files() -> subprocess.Popen:
    """Begin to collect the static files beside everything else: it needs no server."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    return subprocess.Popen(command, cwd=embedded.ROOT, env={**os.environ, **_OFFLINE})


def _is_there(program: str) -> bool:
    """Whether an earlier start imported the program's network."""
    from common.actor import Actor
    from common.tenancy import bind_actor
    from partners.models import Partner
    from programs.models import Program

    found = Program.objects.filter(code=program).first()
    if found is None:
        return False
    actor = Actor.system(found.pk)
    with bind_actor(actor):
        return Partner.objects.visible_to(actor).exists()


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


def run(port: int, codes: Sequence[str] = ()) -> int:
    """Set up, run and clean up; return the exit code."""
    require_free(port)
    plans = chosen(codes)
    os.environ["PORT"] = str(port)  # the port of links in emails
    complete = set_up(*codes)
    supervisor = Supervisor(parts(port), embedded.VAR / "log")
    with supervisor:
        wait_until_ready(supervisor, port)
        # It ends with the process: what it is loading then is rolled back, and the next start loads it.
        loading = threading.Thread(target=_open, args=(port, supervisor, plans, complete), daemon=True)
        if not supervisor.asked.is_set():
            loading.start()
        servers = Servers(_say)
        if name := supervisor.wait(servers.look, servers.were_away):
            raise UnableToRun(f"The {name} process ended by itself; {supervisor.logs / name}.log says why.")
        _say("\nStopping")
    return 0


def _open(port: int, supervisor: Supervisor, plans: Sequence[Plan], complete: bool) -> None:
    """List all programs of the plans, once they are there; before that the first one, while the others are loaded."""
    from django.db import connections

    from demo.welcome import first_open, welcome

    try:
        steps = _second_steps(plans if complete else plans[:1])
        if not complete:
            _say(f"\n{first_open(port, steps, plans)}\n")
            _persist(lambda: load(*(plan.program for plan in plans)))
            steps += _second_steps(plans[1:])
    except Exception:
        if not supervisor.asked.is_set():  # else it is the servers' end
            traceback.print_exc()
            _say("Loading has failed; the next start completes it. Stop: Ctrl-C")
        return
    finally:
        connections.close_all()
    where = f"Mail, with the codes for new accounts: {embedded.VAR / 'mail'}\nLogs: {supervisor.logs}   Stop: Ctrl-C"
    _say(f"\n{welcome(port, steps, plans)}\n\n{where}")


def _persist(work: Callable[[], object], times: int = 3) -> None:
    """Do what may be done again until nobody is in the way: the worker is busy with the same partners."""
    from django.db import OperationalError

    for left in reversed(range(times)):
        try:
            work()
        except OperationalError:
            if not left:
                raise
        else:
            return


def _second_steps(plans: Sequence[Plan]) -> list[SecondStep]:
    from common.actor import Actor
    from demo.operations import renew_second_steps

    return [step for plan in plans for step in renew_second_steps(actor=Actor.system(None), plan=plan)]


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    known = argparse.ArgumentParser(prog="make demo")
    known.add_argument("--port", type=port_number, default=os.environ.get("PORT") or "8000")
    known.add_argument("--programs", nargs="*", default=[], metavar="PROGRAM", help="by default all")
    given = known.parse_args()
    try:
        sys.exit(run(given.port, given.programs))
    except (UnableToRun, embedded.UnableToStart) as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
