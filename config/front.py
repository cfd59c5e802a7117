"""The front of the web server: a request takes a thread only once it has arrived whole, and leaves it when answered.

Granian reads and writes the sockets and limits the time for headers. This ASGI application limits the time, size and
number of bodies that are still arriving, keeps threads for reading apart from threads for writing, so that writers who
wait for a locked row can't stop the directory, and collects answers, so that a slow reader holds no thread.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import IO, Any

import structlog

from common.problems import problem
from config import wire
from config.lanes import Busy, Lane
from config.packing import packed

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PROBES = frozenset({"/healthz", "/readyz"})
READS = frozenset({"GET", "HEAD", "OPTIONS"})
_CHUNK = 64 * 1024  # bytes
_IPV6_HOME = 64  # bits: one household has all addresses of such a network

log = structlog.get_logger("echelon.front")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one process takes on at once; times in seconds, sizes in bytes.

    deploy/Caddyfile has the same time and size of a body.
    """

    body_size: int = 11 * 1024 * 1024  # an upload of 10 MiB (common/uploads.py) and its form
    body_time: float = 30
    bodies: int = 32  # that may be arriving from one address
    send_time: float = 60  # for each part of an answer
    readers: int = 6  # threads
    writers: int = 4
    share: float = 0.75  # of a lane's threads for one address
    waiting: int = 512  # for a thread, in each lane
    patience: float = 10  # for a thread


class Refusal(Exception):
    """The front answers by itself."""

    def __init__(self, status: HTTPStatus, detail: str, *, retry_after: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry_after = retry_after


class Front:
    """Serves a WSGI application behind `Bounds`."""

    def __init__(self, application: wire.Application, *, proxies: int = 0, bounds: Bounds | None = None) -> None:
        self.application = application
        self.proxies = proxies  # in front, whose X-Forwarded-For is trusted
        self.bounds = found = bounds or Bounds()
        self._arriving: Counter[str] = Counter()
        self._probes = self._lane("probe", 2, share=2)
        self._readers = self._lane("reader", found.readers)
        self._writers = self._lane("writer", found.writers)

    async def __call__(self, scope: wire.Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"The front serves http only, not {scope['type']}.")
        try:
            answer = await self._answer(scope, receive)
        except Refusal as refusal:
            log.warning("front.refused", status=refusal.status.value, method=scope["method"])
            answer = _refused(scope, refusal)
        with answer.body:
            await self._send(answer, send, head=scope["method"] == "HEAD")

    async def _answer(self, scope: wire.Scope, receive: Receive) -> wire.Answer:
        address = client_address(scope, self.proxies)
        with wire.new_body() as body:
            size = await self._body(scope, receive, body, address)
            body.seek(0)
            work = partial(self._respond, wire.environ(scope, body, size))
            try:
                return await self._lane_of(scope).run(address, work)
            except Busy:
                busy = "The portal has too much to do. Try again in a moment."
                raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, busy, retry_after=10) from None

    def _respond(self, given: dict[str, Any]) -> wire.Answer:
        answer = wire.respond(self.application, given)
        return answer if self.proxies else packed(answer, given.get("HTTP_ACCEPT_ENCODING", ""))  # a proxy does it

    async def _body(self, scope: wire.Scope, receive: Receive, body: IO[bytes], address: str) -> int:
        """Write the body as it arrives, and return its size. Raises Refusal."""
        length = _announced(scope)
        if length == 0:
            return 0
        if length is not None and length > self.bounds.body_size:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is more than the portal takes at once.")
        if self._arriving[address] >= self.bounds.bodies:
            many = "Too much is being sent from your address at once. Try again in a moment."
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, many, retry_after=10)
        self._arriving[address] += 1
        try:
            async with asyncio.timeout(self.bounds.body_time):
                return await self._receive(receive, body)
        except TimeoutError:
            raise Refusal(HTTPStatus.REQUEST_TIMEOUT, "The request took too long to arrive.") from None
        finally:
            self._arriving[address] -= 1
            if not self._arriving[address]:
                del self._arriving[address]

    async def _receive(self, receive: Receive, body: IO[bytes]) -> int:
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Refusal(HTTPStatus.BAD_REQUEST, "The request ended early.")
            part = message.get("body", b"")
            size += len(part)
            if size > self.bounds.body_size:
                raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is more than the portal takes at once.")
            body.write(part)
            if not message.get("more_body"):
                return size

    async def _send(self, answer: wire.Answer, send: Send, *, head: bool) -> None:
        async with asyncio.timeout(self.bounds.send_time):
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        part = b"" if head else answer.body.read(_CHUNK)
        more = True
        while more:
            following = answer.body.read(_CHUNK) if part else b""
            more = bool(following)
            async with asyncio.timeout(self.bounds.send_time):
                await send({"type": "http.response.body", "body": part, "more_body": more})
            part = following

    def _lane(self, name: str, threads: int, *, share: int = 0) -> Lane:
        return Lane(
            name,
            threads=threads,
            share=share or max(1, int(threads * self.bounds.share)),
            waiting=self.bounds.waiting,
            patience=self.bounds.patience,
        )

    def _lane_of(self, scope: wire.Scope) -> Lane:
        if scope["path"] in PROBES:
            return self._probes
        return self._readers if scope["method"] in READS else self._writers


def client_address(scope: wire.Scope, proxies: int) -> str:
    """Return the address that the trusted proxies saw; for IPv6, the network of one household."""
    peer = (scope.get("client") or ("",))[0]
    if proxies:
        said = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
        hops = [hop.strip() for hop in said.decode("latin-1").split(",") if hop.strip()]
        peer = hops[-proxies] if len(hops) >= proxies else peer
    try:
        found = ip_address(peer)
    except ValueError:
        return peer
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, _IPV6_HOME), strict=False).network_address)
    return str(getattr(found, "ipv4_mapped", None) or found)


def _announced(scope: wire.Scope) -> int | None:
    """Return the size that the headers announce: 0 without a body, None if it is not known."""
    headers = {name: value for name, value in scope["headers"] if name in (b"content-length", b"transfer-encoding")}
    if b"transfer-encoding" in headers:
        return None
    if b"content-length" in headers:
        return int(headers[b"content-length"]) if headers[b"content-length"].isdigit() else None
    return 0 if scope["http_version"].startswith("1") else None


def _refused(scope: wire.Scope, refusal: Refusal) -> wire.Answer:
    headers = [(b"connection", b"close")] if scope["http_version"].startswith("1") else []
    if refusal.retry_after:
        headers.append((b"retry-after", str(refusal.retry_after).encode()))
    if scope["path"].startswith("/api/"):
        kind = "application/problem+json"
        text = json.dumps(problem(refusal.status.value, refusal.detail, scope["path"]))
    else:
        kind, text = "text/plain; charset=utf-8", refusal.detail
    content = text.encode()
    headers += [(b"content-type", kind.encode()), (b"content-length", str(len(content)).encode())]
    body = wire.new_body()
    body.write(content)
    body.seek(0)
    return wire.Answer(refusal.status.value, headers, body)
