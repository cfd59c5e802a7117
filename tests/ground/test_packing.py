"""What a server without a proxy compresses."""

import asyncio
import gzip

import pytest

from config.front import Front
from tests.ground.test_front import Call, ask

PAGE = b"<p>Partners in Berlin</p>" * 100


def answering(content, **headers):
    def answer(_environ, start_response):
        start_response("200 OK", [("Content-Length", str(len(content))), *headers.items()])
        return [content]

    return answer


def asked(content, *, proxies=0, accepts="gzip, br", **headers):
    front = Front(answering(content, **headers), proxies=proxies)
    return asyncio.run(ask(front, Call(), accept_encoding=accepts))


def test_a_page_is_compressed():
    call = asked(PAGE, **{"Content-Type": "text/html; charset=utf-8", "Vary": "Cookie", "ETag": '"a"'})
    assert gzip.decompress(call.body) == PAGE
    assert call.headers[b"content-encoding"] == b"gzip"
    assert call.headers[b"content-length"] == str(len(call.body)).encode()
    assert call.headers[b"vary"] == b"Cookie, Accept-Encoding"
    assert call.headers[b"etag"] == b'W/"a"', "other bytes than those of the answer without compression"


@pytest.mark.parametrize("accepts", ["identity", "br", "gzip;q=0", ""])
def test_a_browser_that_takes_no_gzip_gets_it_as_it_is(accepts):
    call = asked(PAGE, accepts=accepts, **{"Content-Type": "text/html"})
    assert (call.body, call.headers[b"vary"]) == (PAGE, b"Accept-Encoding")
    assert b"content-encoding" not in call.headers


@pytest.mark.parametrize(
    ("content", "proxies", "headers"),
    [
        (PAGE, 1, {"Content-Type": "text/html"}),
        (PAGE, 0, {"Content-Type": "image/png"}),
        (PAGE, 0, {"Content-Type": "text/css", "Content-Encoding": "br", "Vary": "Accept-Encoding"}),
        (b"ready", 0, {"Content-Type": "text/plain"}),
    ],
    ids=["the proxy compresses", "a picture", "compressed before", "short"],
)
def test_what_is_not_compressed(content, proxies, headers):
    call = asked(content, proxies=proxies, **headers)
    assert call.body == content
    assert call.headers.get(b"content-encoding", b"") == headers.get("Content-Encoding", "").encode()
