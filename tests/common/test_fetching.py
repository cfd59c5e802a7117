"""Fetching from the public Internet only: no trick connects to an internal address."""

import gzip
import ipaddress
import socket
import time
import zlib

import pytest

from common.fetching import Limits, UnableToFetch, fetch
from common.public_addresses import UnfitAddress, is_public, place
from tests.common.certificates import authority, server_context
from tests.common.servers import page, redirect, serve

ANYWHERE = {"allowed": lambda address: True}
LOOPBACK = ["127.0.0.1"]


@pytest.fixture
def sentinel():
    """An internal page that must not be fetched."""
    with serve(page("the inner page")) as site:
        yield site


def limits(*sites, **other):
    return Limits(**{"seconds": 3.0, "ports": {site.port for site in sites}, **other})


def names(**known):
    """A resolver that knows these hosts, with underscores for dots; each call takes the next of several answers."""
    asked = {host.replace("_", "."): list(answers) for host, answers in known.items()}

    def resolve(host, port):
        answers = asked[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return resolve


def test_a_page_is_fetched_with_its_text():
    with serve(page("<p>Größe</p>")) as site:
        found = fetch(
            f"http://firm.example:{site.port}/a b".replace(" ", "%20") + "?x=ü#part",
            limits=limits(site),
            resolve=names(firm_example=[LOOPBACK]),
            **ANYWHERE,
        )
    assert (found.text, found.cut) == ("<p>Größe</p>", False)
    request = site.asked[0].decode()
    assert request.startswith("GET /a%20b?x=%C3%BC HTTP/1.1\r\n")
    assert f"Host: firm.example:{site.port}\r\n" in request
    assert "Accept-Encoding: identity" in request
    assert "Cookie" not in request


# --- internal addresses ----------------------------------------------------------------------------------------------

INNER = [
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://localhost:{port}/",
    "http://１２７.０.０.１:{port}/",
    "http://127。0。0。1:{port}/",
    "http://127.0.0.1:{port}@public.example/",
    "http://public.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@public.example/",
    "http://public.example:80@127.0.0.1:{port}/",
    "http://127.0.0.1%00.public.example:{port}/",
    "http://127.0.0.1%2f.public.example:{port}/",
    "http://\t127.0.0.1:{port}/",
    "http://127.0.0.1 .example:{port}/",
    "//127.0.0.1:{port}/",
    "http:127.0.0.1:{port}",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_x",
    "data:text/html,x",
    "javascript:alert(1)",
    "http://",
    "http:///x",
    "",
    "\0",
    "http://127.0.0.1:{port}:80/",
    "http://127.0.0.1:99999/",
    "http://[::1",
    "http://" + "a" * 70 + ".example/",
    "http://public.example/" + "a" * 3000,
]


@pytest.mark.parametrize("address", INNER)
@pytest.mark.rule("B24-1.4c")
def test_no_spelling_of_an_internal_address_connects(sentinel, address):
    """The machine itself resolves the names here, as in production."""
    with pytest.raises(UnableToFetch):
        fetch(address.format(port=sentinel.port), limits=limits(sentinel))
    assert sentinel.asked == []


def test_control_the_sentinel_sees_allowed_connections(sentinel):
    assert fetch(f"http://127.0.0.1:{sentinel.port}/", limits=limits(sentinel), **ANYWHERE).text == "the inner page"
    assert len(sentinel.asked) == 1


@pytest.mark.parametrize(
    "answers",
    [
        LOOPBACK,
        ["8.8.8.8", "127.0.0.1"],
        ["127.0.0.1", "8.8.8.8"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["2606:4700::1111", "fd00::1"],
        ["fe80::1%1"],
        ["127.0.0.1\0"],
        ["nonsense"],
        [],
    ],
)
@pytest.mark.rule("B24-1.4c")
def test_a_name_with_any_internal_address_is_refused(sentinel, answers):
    with pytest.raises(UnableToFetch):
        fetch(f"http://firm.example:{sentinel.port}/", limits=limits(sentinel), resolve=lambda host, port: answers)
    assert sentinel.asked == []


@pytest.mark.rule("B24-1.4c")
def test_a_name_is_resolved_once_which_defeats_dns_rebinding(sentinel, monkeypatch):
    """DNS rebinding: public when checked, loopback afterwards. The connection uses the checked address."""
    asked, connected = [], []

    def rebinding(host, port):
        asked.append(host)
        return ["8.8.8.8"] if len(asked) == 1 else LOOPBACK

    def connect_to(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect_to)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: pytest.fail("the name was resolved again"))
    with pytest.raises(UnableToFetch):
        fetch(f"http://firm.example:{sentinel.port}/", limits=limits(sentinel), resolve=rebinding)
    assert (asked, connected) == (["firm.example"], [("8.8.8.8", sentinel.port)])
    assert sentinel.asked == []


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://2130706433:{port}/",
        "http://[::1]:{port}/",
        "http://inner.example:{port}/",
        "file:///etc/passwd",
        "http://user@inner.example:{port}/",
        "http://\xa0/",
        "http://[",
    ],
)
@pytest.mark.rule("B24-1.4c")
def test_a_redirect_to_an_internal_address_is_refused(sentinel, to):
    """Only the first site's address is exempt here; everything else follows the real rule."""
    first_allowed = []

    def allowed(address):
        first_allowed.append(address)
        return len(first_allowed) == 1 or is_public(address)

    with serve(redirect(to.format(port=sentinel.port))) as site, pytest.raises(UnableToFetch):
        fetch(
            f"http://firm.example:{site.port}/",
            limits=limits(site, sentinel),
            allowed=allowed,
            resolve=names(firm_example=[LOOPBACK], inner_example=[["192.168.1.1"]]),
        )
    assert len(site.asked) == 1
    assert sentinel.asked == []


def test_the_same_name_is_checked_again_after_a_redirect(sentinel):
    seen = []

    def allowed(address):
        seen.append(str(address))
        return str(address) == "127.0.0.1" and len(seen) == 1

    with serve(redirect("/next")) as site, pytest.raises(UnableToFetch):
        fetch(
            f"http://firm.example:{site.port}/",
            limits=limits(site),
            allowed=allowed,
            resolve=names(firm_example=[LOOPBACK, ["127.0.0.2"]]),
        )
    assert seen == ["127.0.0.1", "127.0.0.2"]
    assert len(site.asked) == 1


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_the_environments_proxy_is_not_used(sentinel, monkeypatch, variable):
    monkeypatch.setenv(variable, f"http://127.0.0.1:{sentinel.port}")
    with serve(page("direct")) as site:
        found = fetch(
            f"http://firm.example:{site.port}/", limits=limits(site), resolve=names(firm_example=[LOOPBACK]), **ANYWHERE
        )
    assert found.text == "direct"
    assert sentinel.asked == []


@pytest.mark.parametrize("port", [22, 25, 6379, 8080, 0])
def test_only_website_ports_are_allowed(port):
    with pytest.raises(UnfitAddress):
        place(f"http://firm.example:{port}/", ports=(80, 443))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:808:808::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2606:4700::1%eth0",
        "5f00::1",
    ],
)
def test_internal_addresses(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"])
def test_public_addresses(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Bücher.EXAMPLE/ż", "xn--bcher-kva.example"),
        ("https://firm.example./", "firm.example"),
        ("https://8.8.8.8/", "8.8.8.8"),
        ("https://[2606:4700::1111]/", "2606:4700::1111"),
    ],
)
def test_hosts_are_normalized(url, host):
    found = place(url, ports=(443,))
    assert found.host == host
    assert found.url.isascii()


# --- limits ------------------------------------------------------------------------------------------------


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
def test_one_time_limit_covers_a_slow_response(answer):
    start = time.monotonic()
    with serve(answer) as site, pytest.raises(UnableToFetch, match="too long"):
        local(site, seconds=0.6)
    assert time.monotonic() - start < 2


def test_slow_name_resolution_counts_toward_the_time_limit():
    start = time.monotonic()
    with pytest.raises(UnableToFetch, match="too long"):
        fetch("http://firm.example/", limits=Limits(seconds=0.3), resolve=lambda host, port: time.sleep(3))
    assert time.monotonic() - start < 1.5


def test_redirects_share_the_time_limit():
    def slowly(caller, request):
        time.sleep(0.25)
        redirect("/again")(caller, request)

    start = time.monotonic()
    with serve(slowly) as site, pytest.raises(UnableToFetch, match="too long"):
        local(site, seconds=0.6)
    assert time.monotonic() - start < 2


def test_redirects_are_limited():
    with serve(redirect("/again")) as site, pytest.raises(UnableToFetch, match="redirect"):
        local(site)
    assert len(site.asked) == 6


@pytest.mark.rule("B24-1.4c")
def test_a_huge_page_is_cut():
    sent = []

    def endless(caller, _request):
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(2000):
            sent.append(caller.send(b"a" * 100_000))

    with serve(endless) as site:
        found = local(site, bytes=50_000)
    assert (len(found.text), found.cut) == (50_000, True)
    assert sum(sent) < 20_000_000


def test_endless_headers_are_limited():
    def endless(caller, _request):
        caller.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(200):
            caller.sendall(b"X-Long: " + b"a" * 60_000 + b"\r\n")

    with serve(endless) as site, pytest.raises(UnableToFetch):
        local(site, bytes=50_000)


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
@pytest.mark.rule("B24-1.4c")
def test_a_decompression_bomb_stops_at_the_limit(packed):
    bomb = packed(b"b" * 50_000_000)
    kind = "gzip" if packed is gzip.compress else "deflate"
    with serve(page(bomb, Content_Encoding=kind)) as site:
        found = local(site, bytes=100_000)
    assert (len(found.text), found.cut) == (100_000, True)


def test_a_page_compressed_unasked_is_read():
    with serve(page(gzip.compress(b"<p>hello"), Content_Encoding="gzip")) as site:
        assert local(site).text == "<p>hello"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page("gone", status="404 Not Found"), "404"),
        (page("oh", status="500 Oh"), "500"),
        (page(b"%PDF", kind="application/pdf"), "no page"),
        (page(b"x", Content_Encoding="br"), "packed"),
        (page(b"not gzip", Content_Encoding="gzip"), "cannot be read"),
        (lambda caller, request: caller.sendall(b"\0\xff nonsense\r\n\r\n"), "cannot be read"),
        (lambda caller, request: None, "connection"),
    ],
)
def test_content_other_than_a_page_is_reported(answer, why):
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


def test_an_unknown_name_is_the_sites_fault_and_a_missing_resolver_is_ours():
    def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    def away(host, port):
        raise socket.gaierror(socket.EAI_AGAIN, "away")

    for resolver, ours in ((unknown, False), (away, True)):
        with pytest.raises(UnableToFetch) as caught:
            fetch("http://firm.example/", resolve=resolver)
        assert caught.value.ours is ours


def test_the_second_address_is_tried_if_the_first_refuses():
    with serve(page("here")) as site:
        found = fetch(
            f"http://firm.example:{site.port}/",
            limits=limits(site),
            resolve=names(firm_example=[["127.0.0.9", "127.0.0.1"]]),
            **ANYWHERE,
        )
    assert found.text == "here"


# --- TLS ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("B24-1.4c")
def test_the_certificate_is_checked_against_the_name():
    trust, sign = authority()
    asked = {"limits": None, "resolve": names(firm_example=[LOOPBACK], other_example=[LOOPBACK]), **ANYWHERE}
    with serve(page("secret"), context=server_context(sign("firm.example"))) as site:
        asked["limits"] = limits(site)
        assert fetch(f"https://firm.example:{site.port}/", context=trust, **asked).text == "secret"
        for host, context in (("other.example", trust), ("firm.example", None)):
            with pytest.raises(UnableToFetch, match="certificate"):
                fetch(f"https://{host}:{site.port}/", context=context, **asked)
    assert [bool(request) for request in site.asked] == [True, False, False]


def test_a_server_without_tls():
    with serve(page("plain")) as site, pytest.raises(UnableToFetch):
        fetch(f"https://127.0.0.1:{site.port}/", limits=limits(site, seconds=1), **ANYWHERE)


def test_a_handshake_that_never_ends():
    start = time.monotonic()
    with serve(lambda caller, request: time.sleep(4)) as site, pytest.raises(UnableToFetch):
        fetch(f"https://127.0.0.1:{site.port}/", limits=limits(site, seconds=0.5), **ANYWHERE)
    assert time.monotonic() - start < 2
