"""A real web server with clients that send nothing more and writers that wait for one row: the directory answers.

`make campaign` opens 200 sockets and 24 writers and compares the directory's p95 with its quiet one in the same run.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import count

import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connections

from common.tenancy import bind
from programs.models import Staff
from tests.databases import address
from tests.ground.users import eventually
from tests.samples import CAMPAIGN, sample, tally
from tests.web.api.tokens import vendor_secret

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]

SOCKETS = sample(12, campaign=200)
WRITERS = sample(6, campaign=24)
LOOKS = sample(5, campaign=200)
_HANGING = (
    "POST /account/login/ HTTP/1.1\r\nHost: {host}\r\nCookie: csrftoken=" + "a" * 32 + "\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na"
)
FRONT = ("--interface", "asginl", "--http", "1", "tests.ground.served:front")
EIGHT_THREADS = ("--interface", "wsgi", "--blocking-threads", "8", "tests.ground.served:threads")


class Server:
    """A running web server, asked as a site of the program."""

    def __init__(self, port: int, host: str) -> None:
        self.port = port
        self.host = host

    def ask(self, path: str = "/", *, method: str = "GET", body: str = "", timeout: float = 60, **headers: str):
        """Return status and headers."""
        tally("requests")
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body or None, headers={"Host": self.host, **named})
            answer = connection.getresponse()
            answer.read()
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}

    def answers(self) -> bool:
        try:
            return self.ask("/healthz", timeout=5)[0] == 200
        except OSError:
            return False

    def p95(self) -> float:
        """Return the directory's 95th percentile in seconds."""
        times = []
        for _ in range(LOOKS):
            begun = time.perf_counter()
            assert self.ask()[0] == 200
            times.append(time.perf_counter() - begun)
        return sorted(times)[int(len(times) * 0.95)]

    @contextmanager
    def hanging(self, number: int):
        """Sockets that have sent a header and one byte of a body."""
        with ExitStack() as open_ones:
            for _ in range(number):
                client = open_ones.enter_context(socket.create_connection(("127.0.0.1", self.port)))
                client.sendall(_HANGING.format(host=self.host).encode())
            tally("sockets", number)
            yield


@contextmanager
def served(site, *command: str):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "ECHELON_PART": "web",
        "TEST_DATABASE": connections["default"].settings_dict["NAME"],
        "LOG_LEVEL": "ERROR",
    }
    granian = (sys.executable, "-m", "granian", "--port", str(port), "--workers", "1", "--no-ws", *command)
    with subprocess.Popen(granian, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            server = Server(port, site.host)
            assert eventually(server.answers, 180)  # the machine may be busy
            yield server
        finally:
            workers = psutil.Process(process.pid).children()
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:  # a thread still waits for a client
                process.kill()
            for worker in workers:  # a killed server leaves its worker behind
                with suppress(psutil.NoSuchProcess):
                    worker.kill()


@contextmanager
def locked_row(partner):
    """Hold the partner's row from a connection of its own."""
    with psycopg.connect(**address(connections["default"].settings_dict["NAME"])) as holder:
        assert holder.execute("SELECT id FROM partners_partner WHERE id = %s FOR UPDATE", [partner.pk]).fetchone()
        yield


def test_the_directory_answers_while_sockets_hang_and_writers_wait_for_one_row(site, career, program, charlie):
    with bind(program.pk):
        Staff.objects.filter(user=charlie).update(role="administrator")
    token, keys = vendor_secret(program, charlie), count()
    about = {"authorization": f"Bearer {token}", "content_type": "application/json"}
    body = json.dumps(
        {"partner": career.code, "kind": "sale", "on": "2026-01-15", "amount": "640.00", "reference": "R-1"}
    )

    def write(server: Server):
        return server.ask(
            "/api/v1/vendor/activities/", method="POST", body=body, idempotency_key=f"k{next(keys)}", **about
        )

    with served(site, *FRONT) as server:
        server.p95()  # the first requests read the rules
        quiet = server.p95()
        with server.hanging(SOCKETS), ThreadPoolExecutor(WRITERS) as people, locked_row(career):
            writing = [people.submit(write, server) for _ in range(WRITERS)]
            assert server.answers()
            loaded = server.p95()
            answers = [each.result() for each in writing]
        assert {status for status, _headers in answers} == {503}
        assert all("retry-after" in headers for _status, headers in answers)
        assert write(server)[0] != 503
    print(f"directory p95: quiet {quiet * 1000:.0f} ms, loaded {loaded * 1000:.0f} ms, {loaded / quiet:.2f} times")
    if CAMPAIGN:
        assert loaded < 2 * quiet


def test_the_control_without_the_front_eight_sockets_stop_everything(site, career):
    with served(site, *EIGHT_THREADS) as server, server.hanging(8):
        assert eventually(lambda: not server.answers(), 30)
        with pytest.raises(TimeoutError):
            server.ask(timeout=3)
