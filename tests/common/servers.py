"""Small servers on the loopback address that record every connection: sentinels and scripted sites."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

Answer = Callable[[socket.socket, bytes], None]


@dataclass
class Site:
    """A listener on 127.0.0.1; ``asked`` lists the requests, an empty one for a connection without a request."""

    port: int
    asked: list[bytes] = field(default_factory=list)


def page(
    body: bytes | str, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str
) -> Answer:
    """A site that answers with one page; write extra headers with underscores for hyphens."""
    content = body.encode() if isinstance(body, str) else body
    named = {"Content-Type": kind, "Content-Length": str(len(content))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())

    def answer(caller: socket.socket, _request: bytes) -> None:
        caller.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + content)

    return answer


def redirect(to: str) -> Answer:
    """A site that redirects."""
    return page("", status="302 Found", Location=to)


@contextmanager
def serve(answer: Answer, *, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Run the site during the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    site = Site(listener.getsockname()[1])
    thread = Thread(target=_accept, args=(listener, site, answer, context), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        # A blocked accept() outlives the closing of its socket; one last connection wakes it.
        listener.settimeout(0)
        with socket.socket() as last:
            last.connect_ex(("127.0.0.1", site.port))
        thread.join(5)
        listener.close()


def _accept(listener: socket.socket, site: Site, answer: Answer, context: ssl.SSLContext | None) -> None:
    while True:
        try:
            caller, _address = listener.accept()
        except OSError:
            return
        if listener.gettimeout() == 0:
            caller.close()
            return
        place = len(site.asked)
        site.asked.append(b"")
        Thread(target=_talk, args=(caller, site, place, answer, context), daemon=True).start()


def _talk(caller: socket.socket, site: Site, place: int, answer: Answer, context: ssl.SSLContext | None) -> None:
    caller.settimeout(10)
    try:
        if context:
            caller = context.wrap_socket(caller, server_side=True)
        request = b""
        while b"\r\n\r\n" not in request and (more := caller.recv(65536)):
            request += more
        site.asked[place] = request
        answer(caller, request)
    except OSError:
        pass  # the caller hung up, as most of these tests expect
    finally:
        caller.close()
