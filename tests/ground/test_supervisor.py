"""The demo's supervisor leaves no process behind, however it ends."""

import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentTypeError
from pathlib import Path

import psutil
import pytest

from config.demo import port_number, require_free
from config.supervisor import Part, Supervisor, UnableToRun
from tests.ground.users import eventually

ROOT = Path(__file__).resolve().parents[2]

# Runs parts that each have a child; prints "up" once all are running, then waits.
_SUPERVISE = """
import sys
from pathlib import Path
from config.supervisor import Part, Supervisor
code = {code!r}
parts = tuple(Part(name, (sys.executable, "-c", code, name)) for name in ("one", "two"))
with Supervisor(parts, Path(sys.argv[1]), stop_within=3) as supervisor:
    print("up", flush=True)
    print(supervisor.wait(), flush=True)
"""
_PART = """
import subprocess, sys, time, signal
{ignore}
with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"]) as child:
    print(child.pid, flush=True)
    {then}
"""


def supervise(logs: Path, *, ignore: str = "", then: str = "time.sleep(300)") -> subprocess.Popen:
    code = _SUPERVISE.format(code=_PART.format(ignore=ignore, then=then))
    started = subprocess.Popen(
        [sys.executable, "-c", code, str(logs)], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert started.stdout.readline() == "up\n"
    return started


def below(process: subprocess.Popen, logs: Path) -> list[psutil.Process]:
    """Return the two parts and their children, once they run."""
    assert eventually(lambda: all((logs / f"{name}.log").read_text().strip() for name in ("one", "two")))
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    return eventually(lambda: not any(each.is_running() and each.status() != "zombie" for each in processes))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_leaves_no_process_behind(tmp_path, number):
    with supervise(tmp_path) as supervisor:
        started = below(supervisor, tmp_path)
        assert len(started) == 4
        supervisor.send_signal(number)
        assert supervisor.wait(30) == 0
        assert supervisor.stdout.read() == "None\n"
        assert gone(started)


def test_a_part_that_will_not_stop_is_killed(tmp_path):
    with supervise(tmp_path, ignore="signal.signal(signal.SIGTERM, signal.SIG_IGN)") as supervisor:
        started = below(supervisor, tmp_path)
        supervisor.terminate()
        assert supervisor.wait(30) == 0
        assert gone(started)


def test_if_one_part_ends_it_is_named_and_the_other_is_stopped(tmp_path):
    then = "sys.argv[1] == 'two' and (child.kill(), sys.exit()) or time.sleep(300)"
    with supervise(tmp_path, then=then) as supervisor:
        assert supervisor.stdout.readline() == "two\n"
        assert supervisor.wait(30) == 0
    left = [each for each in psutil.process_iter() if str(tmp_path) in " ".join(_command(each))]
    assert left == []


def test_a_part_that_ended_with_an_excuse_is_started_again(tmp_path):
    starts = tmp_path / "starts"
    code = (
        f"import time; open({str(starts)!r}, 'a').write('x'); len(open({str(starts)!r}).read()) > 1 and time.sleep(300)"
    )
    supervisor = Supervisor((Part("one", (sys.executable, "-c", code)),), tmp_path / "log")

    def stop_after_the_second():
        if starts.exists() and starts.read_text() == "xx":
            supervisor.ask_to_stop()

    supervisor.start()
    try:
        assert supervisor.wait(stop_after_the_second, excused=lambda: True) is None
    finally:
        supervisor.stop()
    assert starts.read_text() == "xx"


def test_if_the_supervisor_is_killed_the_kernel_signals_its_parts(tmp_path):
    with supervise(tmp_path) as supervisor:
        assert len(below(supervisor, tmp_path)) == 4
        parts = psutil.Process(supervisor.pid).children()
        supervisor.kill()
        supervisor.wait()
        assert gone(parts)
        for log in tmp_path.glob("*.log"):  # the supervisor can't end the parts' children
            os.kill(int(log.read_text()), signal.SIGKILL)


def test_a_taken_port_is_a_clear_message():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UnableToRun, match=rf"Port {port} cannot be used .*make demo PORT={port + 1}"):
            require_free(port)


@pytest.mark.parametrize("text", ["", "abc", "0", "-1", "65536", "80.5", "٣", "1" * 5000])
def test_an_invalid_port_is_a_clear_message(text):
    with pytest.raises(ArgumentTypeError, match="is not a port: a number from 1 to 65535"):
        port_number(text)


def test_a_valid_port_is_accepted():
    assert port_number("8080") == 8080


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
