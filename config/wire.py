"""Translates between ASGI and WSGI: a request that has arrived whole, and an answer that is complete."""

import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from urllib.parse import unquote_to_bytes

Scope = Mapping[str, Any]
Headers = list[tuple[bytes, bytes]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 256 * 1024  # bytes of a body; the rest is in a temporary file


@dataclass
class Answer:
    """Status, headers and body of an answer; the body is a file at its beginning."""

    status: int
    headers: Headers
    body: IO[bytes]


def new_body() -> IO[bytes]:
    """Return an empty body to write to."""
    return cast(IO[bytes], SpooledTemporaryFile(max_size=IN_MEMORY))


def environ(scope: Scope, body: IO[bytes], size: int) -> dict[str, Any]:
    """Return the WSGI environment of a request whose body has arrived.

    Headers with an underscore are dropped: they would pass for the same header with a hyphen.
    """
    host, port = scope.get("server") or ("localhost", 80)
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _path(scope).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.get("client"):
        found["REMOTE_ADDR"] = scope["client"][0]
    for raw, value in scope["headers"]:
        if b"_" not in raw:
            _add(found, raw.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1"))
    found.pop("HTTP_TRANSFER_ENCODING", None)
    if size or "CONTENT_LENGTH" in found:
        found["CONTENT_LENGTH"] = str(size)
    return found


def respond(application: Application, given: dict[str, Any]) -> Answer:
    """Call the application and collect its whole answer, so that a slow reader holds no thread."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], Any]:
        begun.append((status, headers))
        return body.write

    body = new_body()
    parts = application(given, start_response)
    try:
        for part in parts:
            body.write(part)
    finally:
        if close := getattr(parts, "close", None):
            close()
    body.seek(0)
    status, headers = begun[-1]
    named = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return Answer(int(status.split(" ", 1)[0]), named, body)


def _add(environment: MutableMapping[str, Any], name: str, value: str) -> None:
    key = name if name in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{name}"
    joint = "; " if name == "COOKIE" else ","
    environment[key] = joint.join([environment[key], value]) if key in environment else value


def _path(scope: Scope) -> bytes:
    raw = scope.get("raw_path")
    return unquote_to_bytes(raw.partition(b"?")[0]) if raw else scope["path"].encode("utf-8", "surrogateescape")
