"""How long and how much fetching takes at most, and which servers answer."""

import gzip
import socket
import time
import zlib

import pytest

from common.fetching import Limits, UnableToFetch, fetch
from tests.common.certificates import authority, server_context
from tests.common.servers import page, redirect, serve

ANYWHERE = {"allowed": lambda address: True}


LOOPBACK = ["127.0.0.1"]


def limits(*sites, **other):
    return Limits(**{"seconds": 3.0, "ports": {site.port for site in sites}, **other})


def names(**known):
    """A resolver that knows these hosts, with underscores for dots; each call takes the next of several answers."""
    asked = {host.replace("_", "."): list(answers) for host, answers in known.items()}

    def resolve(host, port):
        answers = asked[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return resolve


def local(site, **other):
    return fetch(f"http://127.0.0.1:{site.port}/", limits=limits(site, **other), **ANYWHERE)


def drip(first: bytes, each: bytes, seconds: float):
    def answer(caller, _request):
        caller.sendall(first)
        for _ in range(100):
            caller.sendall(each)
            time.sleep(seconds)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        lambda caller, request: time.sleep(8),
        drip(b"HTTP/1.1 200 OK\r\n", b"X-More: a\r\n", 0.1),
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a", 0.1),
        drip(b"", b"H", 0.1),
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n", 0.1),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.1),
    ],
    ids=["silent", "headers", "body", "status", "chunks", "continue"],
)
@pytest.mark.rule("B24-1.4c")
def test_one_clock_over_everything_however_slowly_it_drips(answer):
    start = time.monotonic()
    with serve(answer) as site, pytest.raises(UnableToFetch, match="too long"):
        local(site, seconds=0.6)
    assert time.monotonic() - start < 2


def test_a_slow_answer_to_the_name_counts_too():
    start = time.monotonic()
    with pytest.raises(UnableToFetch, match="too long"):
        fetch("http://firm.example/", limits=Limits(seconds=0.3), resolve=lambda host, port: time.sleep(3))
    assert time.monotonic() - start < 1.5


def test_the_clock_runs_on_over_redirects():
    def slowly(caller, request):
        time.sleep(0.25)
        redirect("/again")(caller, request)

    start = time.monotonic()
    with serve(slowly) as site, pytest.raises(UnableToFetch, match="too long"):
        local(site, seconds=0.6)
    assert time.monotonic() - start < 2


def test_redirects_end():
    with serve(redirect("/again")) as site, pytest.raises(UnableToFetch, match="redirect"):
        local(site)
    assert len(site.asked) == 6


@pytest.mark.rule("B24-1.4c")
def test_of_a_huge_page_the_beginning_is_taken():
    sent = []

    def endless(caller, _request):
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(2000):
            sent.append(caller.send(b"a" * 100_000))

    with serve(endless) as site:
        found = local(site, bytes=50_000)
    assert (len(found.text), found.cut) == (50_000, True)
    assert sum(sent) < 20_000_000


def test_endless_headers_end():
    def endless(caller, _request):
        caller.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(200):
            caller.sendall(b"X-Long: " + b"a" * 60_000 + b"\r\n")

    with serve(endless) as site, pytest.raises(UnableToFetch):
        local(site, bytes=50_000)


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
@pytest.mark.rule("B24-1.4c")
def test_a_bomb_is_unpacked_up_to_the_limit(packed):
    bomb = packed(b"b" * 50_000_000)
    kind = "gzip" if packed is gzip.compress else "deflate"
    with serve(page(bomb, Content_Encoding=kind)) as site:
        found = local(site, bytes=100_000)
    assert (len(found.text), found.cut) == (100_000, True)


def test_a_page_packed_unasked_is_read():
    with serve(page(gzip.compress(b"<p>hello"), Content_Encoding="gzip")) as site:
        assert local(site).text == "<p>hello"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page("gone", status="404 Not Found"), "404"),
        (page("oh", status="500 Oh"), "500"),
        (page(b"%PDF", kind="application/pdf"), "no page"),
        (page(b"x", Content_Encoding="br"), "packed"),
        (page(b"not gzip", Content_Encoding="gzip"), "be read"),
        (lambda caller, request: caller.sendall(b"\0\xff nonsense\r\n\r\n"), "be read"),
        (lambda caller, request: None, "connection"),
    ],
)
def test_what_is_no_page_is_said(answer, why):
    with serve(answer) as site, pytest.raises(UnableToFetch, match=why):
        local(site)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html; charset=windows-1251", "Битрикс".encode("cp1251"), "Битрикс"),
        ("text/html", b'<meta charset="shift_jis">' + "日本".encode("shift_jis"), '<meta charset="shift_jis">日本'),
        ("text/html; charset=punycode", b"abc-", "abc-"),
        ("text/html; charset=zlib_codec", b"abc", "abc"),
        ("text/html; charset=no-such", b"ab\xff", "ab\ufffd"),
    ],
)
def test_encodings(kind, body, text):
    with serve(page(body, kind=kind)) as site:
        assert local(site).text == text


def test_a_name_that_nobody_knows_is_the_sites_fault_and_a_resolver_that_is_away_is_ours():
    def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    def away(host, port):
        raise socket.gaierror(socket.EAI_AGAIN, "away")

    for resolver, ours in ((unknown, False), (away, True)):
        with pytest.raises(UnableToFetch) as caught:
            fetch("http://firm.example/", resolve=resolver)
        assert caught.value.ours is ours


def test_the_second_address_is_tried_when_the_first_takes_no_connection():
    with serve(page("here")) as site:
        found = fetch(
            f"http://firm.example:{site.port}/",
            limits=limits(site),
            resolve=names(firm_example=[["127.0.0.9", "127.0.0.1"]]),
            **ANYWHERE,
        )
    assert found.text == "here"


@pytest.mark.rule("B24-1.4c")
def test_the_certificate_is_that_of_the_name_though_the_address_was_chosen_here():
    trust, sign = authority()
    asked = {"limits": None, "resolve": names(firm_example=[LOOPBACK], other_example=[LOOPBACK]), **ANYWHERE}
    with serve(page("secret"), context=server_context(sign("firm.example"))) as site:
        asked["limits"] = limits(site)
        assert fetch(f"https://firm.example:{site.port}/", context=trust, **asked).text == "secret"
        for host, context in (("other.example", trust), ("firm.example", None)):
            with pytest.raises(UnableToFetch, match="certificate"):
                fetch(f"https://{host}:{site.port}/", context=context, **asked)
    assert [bool(request) for request in site.asked] == [True, False, False]


def test_a_server_that_speaks_no_tls():
    with serve(page("plain")) as site, pytest.raises(UnableToFetch):
        fetch(f"https://127.0.0.1:{site.port}/", limits=limits(site, seconds=1), **ANYWHERE)


def test_a_handshake_that_never_ends():
    start = time.monotonic()
    with serve(lambda caller, request: time.sleep(4)) as site, pytest.raises(UnableToFetch):
        fetch(f"https://127.0.0.1:{site.port}/", limits=limits(site, seconds=0.5), **ANYWHERE)
    assert time.monotonic() - start < 2
