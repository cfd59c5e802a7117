"""Fetching from the public Internet only: every trick to reach an inner address ends without a connection."""

import ipaddress
import socket

import pytest

from common.fetching import Limits, UnableToFetch, fetch
from common.public_addresses import UnfitAddress, is_public, place
from tests.common.servers import page, redirect, serve

ANYWHERE = {"allowed": lambda address: True}
LOOPBACK = ["127.0.0.1"]


@pytest.fixture
def sentinel():
    """A page inside the house that nobody may fetch."""
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


def test_a_page_comes_with_its_text():
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


# --- where it never goes ----------------------------------------------------------------------------------------------

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
def test_no_way_of_writing_an_inner_address_connects(sentinel, address):
    """The names are resolved by the machine itself here, as they are at work."""
    with pytest.raises(UnableToFetch):
        fetch(address.format(port=sentinel.port), limits=limits(sentinel))
    assert sentinel.asked == []


def test_control_the_sentinel_hears_who_is_let_through(sentinel):
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
def test_a_name_that_leads_inside_by_any_of_its_answers_is_refused(sentinel, answers):
    with pytest.raises(UnableToFetch):
        fetch(f"http://firm.example:{sentinel.port}/", limits=limits(sentinel), resolve=lambda host, port: answers)
    assert sentinel.asked == []


@pytest.mark.rule("B24-1.4c")
def test_a_name_is_asked_for_once_so_a_second_answer_gains_nothing(sentinel, monkeypatch):
    """DNS rebinding: public when looked at, the loopback address afterwards. The connection goes where was looked."""
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
def test_a_redirect_inside_is_refused(sentinel, to):
    """Only the first site's name is let through to its address here; all else meets the real rule."""
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


def test_the_same_name_is_looked_at_again_after_a_redirect(sentinel):
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
def test_the_environments_proxy_is_not_asked(sentinel, monkeypatch, variable):
    monkeypatch.setenv(variable, f"http://127.0.0.1:{sentinel.port}")
    with serve(page("direct")) as site:
        found = fetch(
            f"http://firm.example:{site.port}/", limits=limits(site), resolve=names(firm_example=[LOOPBACK]), **ANYWHERE
        )
    assert found.text == "direct"
    assert sentinel.asked == []


@pytest.mark.parametrize("port", [22, 25, 6379, 8080, 0])
def test_only_the_ports_of_websites_are_asked(port):
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
def test_inner_addresses(address):
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
def test_hosts_as_they_are_asked(url, host):
    found = place(url, ports=(443,))
    assert found.host == host
    assert found.url.isascii()
