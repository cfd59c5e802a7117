"""Compresses what the portal answers, where no proxy in front does it.

Tokens of forms are masked anew for each page, so that the size of a compressed page tells nothing about them.
"""

import gzip

from config.wire import Answer, new_body

SMALLEST = 1000  # bytes; compressing less saves no packet
_LEVEL = 5
_TEXTS = ("text/", "application/json", "application/problem+json", "application/xml", "image/svg+xml")


def packed(answer: Answer, accepts: str) -> Answer:
    """Return the answer with a gzip-compressed body if it is a longer text and the browser accepts that."""
    headers = dict(answer.headers)
    kind = headers.get(b"content-type", b"").decode("latin-1")
    if b"content-encoding" in headers or not kind.startswith(_TEXTS) or answer.status in (204, 206, 304):
        return answer
    content = answer.body.read()
    answer.body.seek(0)
    if len(content) < SMALLEST:
        return answer
    varies = _varying(answer.headers)
    if not _accepts_gzip(accepts):
        return Answer(answer.status, varies, answer.body)
    answer.body.close()
    body = new_body()
    small = gzip.compress(content, _LEVEL, mtime=0)
    body.write(small)
    body.seek(0)
    kept = [(name, _weak(value) if name == b"etag" else value) for name, value in varies if name != b"content-length"]
    size = str(len(small)).encode()
    return Answer(answer.status, [*kept, (b"content-encoding", b"gzip"), (b"content-length", size)], body)


def _accepts_gzip(accepts: str) -> bool:
    """Whether ``Accept-Encoding`` names gzip, and not with a quality of 0."""
    for each in accepts.lower().split(","):
        name, _semicolon, quality = each.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _varying(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers, with a `Vary` that names the encoding too."""
    named = b", ".join(value for name, value in headers if name == b"vary")
    if b"accept-encoding" in named.lower():
        return headers
    others = [(name, value) for name, value in headers if name != b"vary"]
    return [*others, (b"vary", b", ".join(filter(None, [named, b"Accept-Encoding"])))]


def _weak(tag: bytes) -> bytes:
    return tag if tag.startswith(b"W/") else b"W/" + tag
