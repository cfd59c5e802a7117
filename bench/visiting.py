"""Requests a second of eight clients from a real server, beside an empty view and a plain Django page of 24 rows.

The servers are those of production, two processes each, with the front and its threads (config/front.py). Three run,
because middlewares differ: Django's own for the plain page, the portal's with and without kept pages. They are asked in
turns, one page at a time. Clients and PostgreSQL share the machine's processors with the server, for all pages alike.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from threading import Thread

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.pages import HOST
from bench.timing import Figure
from bench.visits import DASHBOARD, KEPT, Page, member, public_pages
from common.tenancy import bind

CLIENTS = 8
SECONDS = 0.5  # that a page is asked for, in each turn
TURNS = 3
_FRONT = ("--interface", "asginl", "--http", "1", "--no-ws", "--workers", "2", "--log-level", "warning")
_END = b"\r\n\r\n"


def run(program_id: int) -> Iterator[Figure]:
    """Measure every public page and the dashboard."""
    pages = public_pages(program_id)
    with bind(program_id):
        user = member(program_id)
        client = Client(headers={"host": HOST})
        client.force_login(user, backend="accounts.backends.AddressBackend")
    session = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with ExitStack() as running:
        stock, unkept, ours = [
            running.enter_context(_server(program_id, each)) for each in ("stock", "unkept", "portal")
        ]
        asked = {"plain": (stock, _request("/rows/")), "empty": (ours, _request("/empty/"))}
        asked |= {page.name: (unkept, _request(page.path)) for page in pages}
        asked |= {f"{page.name}, kept": (ours, _request(page.path)) for page in pages if page.kept}
        asked["dashboard"] = (ours, _request("/dashboard/", session))
        rates = _in_turns(asked)
    row, nothing = rates["plain"], rates["empty"]
    yield Figure(f"{CLIENTS} clients, a plain Django page of 24 rows", f"{row:,.0f}/s")
    yield Figure(f"{CLIENTS} clients, an empty view", f"{nothing:,.0f}/s")
    for page in [*pages, Page("dashboard", "/dashboard/", DASHBOARD)]:
        yield _figure(page.name, rates[page.name], row, nothing, of="the plain page", goal=page.goal)
    for page in pages:
        if page.kept:
            name = f"{page.name}, kept"
            yield _figure(name, rates[name], row, nothing, of="an empty view", goal=KEPT)


def _figure(name: str, rate: float, row: float, nothing: float, *, of: str, goal: float) -> Figure:
    held = rate / (row if of == "the plain page" else nothing) >= goal
    measured = f"{rate:,.0f}/s, {rate / row:.2f} of the plain page, {rate / nothing:.2f} of an empty view"
    return Figure(f"{CLIENTS} clients, {name}", measured, f"at least {goal:g} of {of}", held)


def _in_turns(asked: dict[str, tuple[int, bytes]]) -> dict[str, float]:
    for port, request in asked.values():  # what a process keeps is made before
        _rate(port, request, 0.3)
    found: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(TURNS):
        for name, (port, request) in asked.items():
            found[name].append(_rate(port, request, SECONDS))
    return {name: median(each) for name, each in found.items()}


def _rate(port: int, request: bytes, seconds: float) -> float:
    """Answers a second that the clients got, each with a connection of its own, one request after the other."""
    counted: list[int] = []
    end = time.perf_counter() + seconds
    clients = [Thread(target=lambda: counted.append(_ask(port, request, end))) for _ in range(CLIENTS)]
    begun = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if len(counted) < CLIENTS:
        raise AssertionError(f"{request.split(_END)[0]!r} was not answered")
    return sum(counted) / (time.perf_counter() - begun)


def _ask(port: int, request: bytes, end: float) -> int:
    """Ask until the end; return how often it was answered. Raises AssertionError for anything but a page."""
    answered = 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < end:
            line.sendall(request)
            _read(line)
            answered += 1
    return answered


def _read(line: socket.socket) -> None:
    got = b""
    while _END not in got:
        part = line.recv(65536)
        if not part:
            raise AssertionError("the server closed the connection")
        got += part
    head, _end, body = got.partition(_END)
    if not head.startswith(b"HTTP/1.1 200"):
        raise AssertionError(head.decode("latin-1"))
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    left = length - len(body)
    while left > 0:
        left -= len(line.recv(65536))


def _request(path: str, cookie: str = "") -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}", "Accept: text/html", *([f"Cookie: {cookie}"] if cookie else [])]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@contextmanager
def _server(program_id: int, middleware: str) -> Iterator[int]:
    """Run a server; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"BENCH_DATABASE": str(connection.settings_dict["NAME"]), "BENCH_MIDDLEWARE": middleware}
    given |= {"BENCH_PROGRAM": str(program_id), "DJANGO_SETTINGS_MODULE": "bench.served", "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "granian", *_FRONT, "--host", "127.0.0.1", "--port", str(port)]
    with (Path(settings.VAR) / f"bench-{middleware}.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "config.asgi:application"], env={**os.environ, **given}, stdout=log, stderr=log
        )
        try:
            _wait(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def _wait(port: int, server: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            _ask(port, _request("/empty/"), time.perf_counter() + 0.01)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"a server did not start: see bench-*.log in {settings.VAR}")
