"""Errors that programs read: RFC 9457 problems, with a code that doesn't change when the words do."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

# By status; a `Problem` that stands for something narrower has a code of its own (web/api/problems.py).
CODES = {
    400: "invalid",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "timeout",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "refused",
    429: "rate_limited",
    500: "error",
    503: "unavailable",
}


def problem(
    status: int, detail: str, path: str, errors: Mapping[str, Any] | None = None, *, code: str = ""
) -> dict[str, Any]:
    """Return a problem's members. ``type`` is ``about:blank``, so the title is the status phrase.

    ``code`` is the status's unless given; ``errors`` are texts by field.
    """
    members = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code or CODES.get(status, "error"),
        "detail": detail,
        "instance": path,
    }
    return members | ({"errors": errors} if errors else {})
