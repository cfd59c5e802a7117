"""The front of the web server: slow clients hold no thread, and writers leave readers theirs."""

import asyncio
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from django.conf import settings

from config.front import Bounds, Front, client_address

FEW = Bounds(readers=2, writers=2, share=1, bodies=3, body_size=1000, body_time=0.2, patience=0.2, waiting=4)


def scope(method="GET", path="/", *, client="192.0.2.1", **headers):
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"a=1",
        "http_version": "1.1",
        "scheme": "http",
        "client": (client, 1),
        "server": ("127.0.0.1", 8000),
        "headers": named,
    }


class Call:
    """One request to a front; an empty list of parts is a client that sends nothing."""

    def __init__(self, *parts, endless=False):
        self.parts = list(parts)
        self.endless = endless
        self.status = 0
        self.headers = {}
        self.body = b""

    async def receive(self):
        if not self.parts:
            await asyncio.sleep(3600)
        part = self.parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(self.parts) or self.endless}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.body += message["body"]


async def ask(front, call, **about):
    await front(scope(**about), call.receive, call.send)
    return call


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    said = environ["wsgi.input"].read()
    return [environ["REQUEST_METHOD"].encode(), b" ", environ["PATH_INFO"].encode("latin-1"), b" ", said]


def test_a_request_and_its_answer_arrive_unchanged():
    call = asyncio.run(ask(Front(echo), Call(b"one", b"two"), method="POST", path="/%C5%81", content_length="6"))
    assert (call.status, call.body) == (200, "POST /Ł onetwo".encode())


def test_an_answer_larger_than_a_chunk_arrives_whole():
    def large(_environ, start_response):
        start_response("200 OK", [])
        return [b"x" * 100_000] * 5

    assert len(asyncio.run(ask(Front(large), Call())).body) == 500_000


def test_a_header_with_an_underscore_does_not_pass_for_another():
    def told(environ, start_response):
        start_response("200 OK", [])
        return [environ.get("HTTP_X_FORWARDED_PROTO", "none").encode()]

    async def go():
        asked, call = scope(), Call()
        asked["headers"] = [(b"x_forwarded_proto", b"https")]
        await Front(told)(asked, call.receive, call.send)
        return call.body

    assert asyncio.run(go()) == b"none"


@pytest.mark.parametrize(
    ("parts", "length", "status"),
    [((b"a",), "100", 408), ((b"a" * 600, b"a" * 600), None, 413), ((), "1001", 413)],
    ids=["slow", "large", "announced as large"],
)
def test_a_body_has_a_time_and_a_size(parts, length, status):
    about = {"content_length": length} if length else {"transfer_encoding": "chunked"}
    front = Front(echo, bounds=FEW)
    call = asyncio.run(ask(front, Call(*parts, endless=True), method="POST", **about))
    assert call.status == status
    assert call.headers[b"connection"] == b"close"
    assert not front._arriving


def test_bodies_that_do_not_arrive_hold_no_thread_and_only_their_own_address_has_too_many():
    async def go():
        front = Front(echo, bounds=Bounds(readers=1, writers=1, bodies=3))
        slow = [
            asyncio.create_task(ask(front, Call(b"a", endless=True), method="POST", content_length="9"))
            for _ in range(3)
        ]
        await asyncio.sleep(0)
        try:
            return [
                (await ask(front, Call(), path="/healthz")).status,
                (await ask(front, Call())).status,
                (await ask(front, Call(b"x"), method="POST", content_length="1")).status,
                (await ask(front, Call(b"x"), method="POST", content_length="1", client="192.0.2.2")).status,
            ]
        finally:
            for task in slow:
                task.cancel()

    assert asyncio.run(go()) == [200, 200, 503, 200]


@pytest.mark.parametrize("writing", [True, False], ids=["writers", "readers: the control"])
def test_writers_that_wait_leave_readers_their_threads(writing):
    """Four requests wait for a locked row in two threads; if they read, nothing else is read."""
    free = threading.Event()

    def locked(environ, start_response):
        if environ["PATH_INFO"] == "/row":
            free.wait(30)
        start_response("200 OK", [])
        return [b""]

    async def go():
        front = Front(locked, bounds=FEW)
        method, length = ("POST", "1") if writing else ("GET", "0")
        waiting = [
            asyncio.create_task(ask(front, Call(b"x"), method=method, path="/row", content_length=length))
            for _ in range(4)
        ]
        await asyncio.sleep(0.05)
        found = (await ask(front, Call())).status
        free.set()
        done = await asyncio.gather(*waiting)
        return found, sorted({call.status for call in done})

    status, waited = asyncio.run(go())
    assert status == (200 if writing else 503)
    assert waited in ([200], [200, 503])


def test_one_address_does_not_hold_every_thread():
    free = threading.Event()

    def locked(environ, start_response):
        if environ["REMOTE_ADDR"] == "192.0.2.1":
            free.wait(30)
        start_response("200 OK", [])
        return [b""]

    async def go():
        front = Front(locked, bounds=Bounds(readers=2, share=0.5, patience=5))
        greedy = [asyncio.create_task(ask(front, Call())) for _ in range(4)]
        await asyncio.sleep(0.05)
        other = await ask(front, Call(), client="192.0.2.2")
        free.set()
        return other.status, [call.status for call in await asyncio.gather(*greedy)]

    assert asyncio.run(go()) == (200, [200] * 4)


def test_who_gives_up_waiting_leaves_the_lane_in_order():
    free = threading.Event()

    def locked(_environ, start_response):
        free.wait(30)
        start_response("200 OK", [])
        return [b""]

    async def go():
        front = Front(locked, bounds=Bounds(readers=1, share=1, patience=30))
        first = asyncio.create_task(ask(front, Call()))
        second = asyncio.create_task(ask(front, Call()))
        await asyncio.sleep(0.05)
        second.cancel()
        with suppress(asyncio.CancelledError):
            await second
        free.set()
        return (await first).status, (await ask(front, Call())).status

    assert asyncio.run(go()) == (200, 200)


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "2001:db8::1", "2001:db8::"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "nonsense", "nonsense"),
    ],
)
def test_the_address_is_the_one_that_the_trusted_proxies_saw(proxies, header, address):
    assert client_address(scope(x_forwarded_for=header), proxies) == address


def test_a_web_process_has_loaded_every_page_before_its_first_request():
    asked = "import config.asgi, gc, sys; print('portal.home.pages' in sys.modules, gc.get_freeze_count() > 100_000)"
    command = [sys.executable, "-c", asked]
    said = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "True"]
