"""`make demo` as users run it: a second start reuses everything, and no process is left when it ends.

`make e2e` and `make demo` in a fresh clone are tested here too, because they need a browser; the other targets are in
tests/ground/test_targets.py.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.ground.test_targets import as_nobody_has_set_anything, clone, make
from tests.ground.users import Ground, eventually, ground

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def here():
    with ground() as made:
        yield made


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def started(command: list[str], *, cwd: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run a command in a process group of its own, which is killed if the test fails before it ends."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**env, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise


def read_until(words: str, process: subprocess.Popen[str]) -> str:
    """Read what a process prints until these words; the test fails if it ends without them."""
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(said)


def run_demo(here: Ground, port: int, number: signal.Signals) -> str:
    """Start the demo, check it, and stop it with this signal; returns its output."""
    environment = {**here.env(), "PORT": str(port)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with started([sys.executable, "-m", "config.demo"], cwd=ROOT, env=environment) as demo:
        said = read_until("Stop: Ctrl-C", demo)
        look(port)
        children = psutil.Process(demo.pid).children(recursive=True)
        assert len(children) >= 5  # web and its worker, the Celery worker and its two, beat
        demo.send_signal(number)
        said += demo.stdout.read()
        assert demo.wait(60) == 0, said
    assert eventually(lambda: not any(each.is_running() and each.status() != "zombie" for each in children))
    assert eventually(lambda: not here.everything())
    return said


def look(port: int) -> None:
    """Check that the directory shows partners on the demo's host, and the portal is ready."""
    page = urllib.request.Request(f"http://127.0.0.1:{port}/partners/", headers={"Host": f"bitrix24.localhost:{port}"})
    with urllib.request.urlopen(page, timeout=30) as answer:
        assert len(re.findall(r'href="/partners/[^"]+/"', answer.read().decode())) >= 10
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30) as answer:
        report = json.load(answer)
    assert report["status"] == "ok"
    assert report["days"]["opened_on"]
    assert (report["days"]["opened"], report["days"]["never_opened"]) == (5, 0)


def test_a_second_start_reuses_what_the_first_loaded_and_neither_leaves_a_process(here, port):
    """One test, because the second start needs the first one's data, and tests may run in different processes."""
    first = run_demo(here, port, signal.SIGINT)
    assert "300 partners" in first
    assert f"http://bitrix24.localhost:{port}/" in first

    second = run_demo(here, port, signal.SIGTERM)
    assert "300 partners" not in second
    assert f"http://bitrix24.localhost:{port}/" in second


def test_used_port_is_reported_before_anything_starts(here, port):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        demo = subprocess.run(
            [sys.executable, "-m", "config.demo"],
            cwd=ROOT,
            env={**here.env(), "PORT": str(port)},
            capture_output=True,
            text=True,
        )
    assert demo.returncode == 1
    assert f"make demo PORT={port + 1}" in demo.stderr
    assert "Starting" not in demo.stdout
    assert not here.everything()


def test_the_browser_tests_are_set_up_in_a_fresh_clone(tmp_path):
    folder = clone(tmp_path / "clone")
    run = make(folder, "e2e", "WORKERS=0", "TESTS=tests/e2e/test_directory.py -k keyboard")
    assert run.returncode == 0, run.stdout
    assert "1 passed" in run.stdout
    assert make(folder, "clean").returncode == 0


def test_the_demo_is_set_up_in_a_fresh_clone(tmp_path, port):
    """Runs from make until the network is loaded; the rest is covered by this module's first test."""
    folder = clone(tmp_path / "clone")
    with started(["make", "demo", f"PORT={port}"], cwd=folder, env=as_nobody_has_set_anything()) as demo:
        read_until("Loading the demo network", demo)
        os.killpg(demo.pid, signal.SIGINT)
        demo.stdout.read()
    assert make(folder, "clean").returncode == 0
