"""The write that the API's quick start shows: an app registers one that the program's own rules accept."""

import json
from collections.abc import Callable
from typing import Any

from web.requests import Request

Body = dict[str, Any]
_writes: list[tuple[str, Callable[[Request], Body | None]]] = []


def show_write(path: str, body: Callable[[Request], Body | None]) -> None:
    """Register a request to ``path``, below the API's root; ``body`` is None where the program has no such thing."""
    _writes.append((path, body))


def first_write(request: Request) -> dict[str, str]:
    """Return the ``path`` and the ``body``, as JSON, of the first that the program has; empty if it has none."""
    for path, body in _writes:
        if made := body(request):
            return {"path": path, "body": json.dumps(made, ensure_ascii=False)}
    return {}
