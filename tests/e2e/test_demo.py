"""`make demo` and `make e2e` as users run them, each in a fresh clone; the other targets: tests/ground/test_targets.py.

The demo plays two small networks of its five here; each one is loaded in tests/demo/test_load_demo.py, and a campaign
runs a whole demo (tests/ground/test_outages.py).
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
from tests.ground.users import Ground, eventually

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = "1c-bitrix-kz", "bitrix-sm11"
PATIENCE = 90  # seconds for one page: on a busy machine the first one after a start has taken 38


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def started(*command: str, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a command in a process group of its own, which is killed if the test fails before it ends."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**as_nobody_has_set_anything(), "PYTHONUNBUFFERED": "1"},
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


def run_demo(folder: Path, port: int, stop: signal.Signals) -> str:
    """Start the demo, check it, and stop it; return its output. Ctrl-C reaches make too, which ends with an error."""
    here = Ground(folder / "var")
    with started("make", "demo", f"PORT={port}", f"PROGRAMS={FIRST} {SECOND}", cwd=folder) as demo:
        said = read_until("Stop: Ctrl-C", demo)
        look(port)
        children = psutil.Process(demo.pid).children(recursive=True)
        assert len(children) >= 6  # the demo, web and its worker, the Celery worker and its two, beat
        if stop == signal.SIGINT:
            os.killpg(demo.pid, stop)
        else:
            psutil.Process(demo.pid).children()[0].send_signal(stop)
        said += demo.stdout.read()
        assert demo.wait(60) == 0 or stop == signal.SIGINT, said
    assert eventually(lambda: not any(each.is_running() and each.status() != "zombie" for each in children))
    assert eventually(lambda: not here.everything())
    return said


def look(port: int) -> None:
    """Check that the directory shows partners on the demo's host, and the portal is ready."""
    page = urllib.request.Request(f"http://127.0.0.1:{port}/partners/", headers={"Host": f"{FIRST}.localhost:{port}"})
    with urllib.request.urlopen(page, timeout=PATIENCE) as answer:
        assert len(re.findall(r'href="/partners/[^"]+/"', answer.read().decode())) >= 10
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE) as answer:
        report = json.load(answer)
    assert report["status"] == "ok"
    assert report["days"]["opened_on"]
    assert (report["days"]["opened"], report["days"]["never_opened"]) == (2, 0)


def test_the_demo_in_a_fresh_clone_starts_twice_and_leaves_no_process(tmp_path, port):
    """One test, because the second start reuses what the first has loaded, and setting it up takes most of the time."""
    folder = clone(tmp_path / "clone")
    first = run_demo(folder, port, signal.SIGINT)
    assert first.count("Demo network: 60 partners") == 2
    assert f"http://{FIRST}.localhost:{port}/" in first

    second = run_demo(folder, port, signal.SIGTERM)
    assert "Demo network:" not in second
    assert f"http://{SECOND}.localhost:{port}/" in second
    assert make(folder, "clean").returncode == 0


def test_used_port_is_reported_before_anything_starts(tmp_path, port):
    here = Ground(tmp_path / "var")
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        demo = refused(here, "--port", str(port))
    assert f"make demo PORT={port + 1}" in demo.stderr
    assert "Starting" not in demo.stdout
    assert not here.everything()


def test_unknown_program_is_reported_before_anything_starts(tmp_path, port):
    here = Ground(tmp_path / "var")
    demo = refused(here, "--port", str(port), "--programs", FIRST, "club")
    assert "There is no demo network for club." in demo.stderr
    assert FIRST in demo.stderr
    assert not here.everything()


def refused(here: Ground, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a demo prints that does not start."""
    command = [sys.executable, "-m", "config.demo", *arguments]
    demo = subprocess.run(command, cwd=ROOT, env=here.env(), capture_output=True, text=True)
    assert demo.returncode == 1
    return demo


def test_the_browser_tests_are_set_up_in_a_fresh_clone(tmp_path):
    """Runs tests that need the browser only: that servers and tables are set up is shown by the other targets."""
    folder = clone(tmp_path / "clone")
    run = make(folder, "e2e", "WORKERS=0", "TESTS=tests/e2e/test_looks.py -k right")
    assert run.returncode == 0, run.stdout
    assert "1 passed" in run.stdout
    assert make(folder, "clean").returncode == 0
