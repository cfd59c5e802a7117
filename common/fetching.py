"""Fetches a page from a user-supplied address, from the public Internet only (B24-1.4c).

An address could point the portal at servers that only the portal can reach (SSRF). So the name is resolved here, every
result must be a public address, and the connection uses the address that was checked instead of the name, which
defeats DNS rebinding. Each redirect is checked the same way. One time limit covers everything, and the size is limited
both compressed and decompressed.
"""

import codecs
import http.client
import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urljoin

from common.public_addresses import Address, UnfitAddress, WebAddress, is_public, literal, place
from common.wire import Call, TooMuch, connect

Resolve = Callable[[str, int], Sequence[str]]

AGENT = "Echelon-website-check/1.0"
_TEXT = re.compile(r"^(text/|application/xhtml\+xml)")
_REDIRECTS = {301, 302, 303, 307, 308}
# Encodings used by pages. Python's others aren't text encodings, or are slow on crafted input.
_CHARSET = re.compile(
    r"^(utf-8(-sig)?|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp(125\d|866|874|932|949)|koi8-[rut]|"
    r"gb2312|gbk|gb18030|big5(hkscs)?|shift_jis|euc_(jp|kr)|iso2022_jp|mac-\w+)$"
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


class UnableToFetch(Exception):
    """The page could not be fetched; the message says why and quotes nothing the server sent.

    ``ours`` means the portal's own connection may be the cause: name resolution failed, or nothing responded.
    """

    def __init__(self, why: str, *, ours: bool = False) -> None:
        super().__init__(why)
        self.ours = ours


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a fetch: seconds in total, bytes compressed and decompressed, redirects, and allowed ports."""

    seconds: float = 20.0
    bytes: int = 1_000_000
    redirects: int = 5
    ports: Collection[int] = (80, 443)


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page: ``url`` is the address after redirects; ``cut`` if the page exceeded the limit."""

    url: str
    text: str
    cut: bool


def resolve(host: str, port: int) -> list[str]:
    """Resolve a name to network addresses on this machine. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(
    url: str,
    *,
    limits: Limits = Limits(),
    resolve: Resolve = resolve,
    allowed: Callable[[Address], bool] = is_public,
    context: ssl.SSLContext | None = None,
) -> Page:
    """Fetch a page of text. Raises UnableToFetch; never connects to an address that is not ``allowed``.

    A page longer than the limit is cut. ``resolve``, ``allowed`` and ``context`` (trusted certificates) are for tests.
    """
    left = time_left(limits.seconds)
    trusted = context or ssl.create_default_context()
    with worded():
        for _ in range(limits.redirects + 1):
            where = place(url, ports=limits.ports)
            addresses = addresses_of(where, resolve, allowed, left)
            answer = _ask(where, addresses, limits, trusted, left)
            if isinstance(answer, Page):
                return answer
            url = urljoin(where.url, answer)
    raise UnableToFetch("The address leads from one redirect to the next.")


@contextmanager
def worded() -> Iterator[None]:
    """Turn whatever goes wrong on the way to a server into UnableToFetch."""
    try:
        yield
    except UnfitAddress as error:
        raise UnableToFetch(str(error)) from error
    except TimeoutError as error:
        raise UnableToFetch("It took too long.", ours=True) from error
    except TooMuch as error:
        raise UnableToFetch("The answer is too long.") from error
    except ssl.SSLCertVerificationError as error:
        raise UnableToFetch("The site's certificate is not valid.") from error
    except ssl.SSLError as error:
        raise UnableToFetch("No secure connection could be made.") from error
    except ConnectionError as error:
        raise UnableToFetch("The server refused or broke the connection.") from error
    except OSError as error:
        raise UnableToFetch("The server cannot be reached.", ours=True) from error
    except (http.client.HTTPException, zlib.error, ValueError) as error:
        raise UnableToFetch("The server's answer cannot be read.") from error


def time_left(seconds: float) -> Callable[[], float]:
    """Return a function that tells how many of the seconds from now are left."""
    end = time.monotonic() + seconds

    def left() -> float:
        remaining = end - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        return remaining

    return left


def addresses_of(
    where: WebAddress, resolve: Resolve, allowed: Callable[[Address], bool], left: Callable[[], float]
) -> list[str]:
    """Return the host's addresses. One forbidden address rejects all: no real website is half in a private network."""
    given = literal(where.host)
    found = [str(given)] if given else _resolved(where, resolve, left)
    if not found:
        raise UnableToFetch("The name of the site leads nowhere.")
    try:
        public = all(allowed(ipaddress.ip_address(address)) for address in found)
    except ValueError:
        public = False
    if not public:
        raise UnableToFetch("The name of the site does not lead to a public address.")
    return found


def _resolved(where: WebAddress, resolve: Resolve, left: Callable[[], float]) -> list[str]:
    """Resolve the name in a separate thread, because the system's resolver has no timeout to set."""
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(resolve(where.host, where.port)))
        except Exception as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=left())
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, socket.gaierror):
        ours = answer.errno not in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        raise UnableToFetch("The name of the site is not known.", ours=ours) from answer
    if isinstance(answer, Exception):
        raise answer
    return answer


def _ask(
    where: WebAddress, addresses: Sequence[str], limits: Limits, context: ssl.SSLContext, left: Callable[[], float]
) -> Page | str:
    """Ask the first address that responds; return where it redirects to, or the page."""
    connection = connected(where, addresses, limits, context, left)
    try:
        connection.putrequest("GET", where.target, skip_host=True, skip_accept_encoding=True)
        headers = {
            "Host": where.authority,
            "User-Agent": AGENT,
            "Accept": "text/html, text/*;q=0.8",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        if answer.status in _REDIRECTS and (location := answer.headers.get("Location")):
            # Header bytes arrive as Latin-1, but an address with other letters is in UTF-8.
            return location.encode("latin-1").decode("utf-8", errors="replace").strip()
        if answer.status != http.client.OK:
            raise UnableToFetch(f"The server answered {answer.status}.")
        if not _TEXT.match(answer.headers.get_content_type()):
            raise UnableToFetch("What is there is no page of text.")
        body, cut = _body(answer, limits.bytes)
        return Page(where.url, _decoded(body, answer.headers.get_content_charset("")), cut)
    finally:
        connection.hang_up()


def connected(
    where: WebAddress, addresses: Sequence[str], limits: Limits, context: ssl.SSLContext, left: Callable[[], float]
) -> Call:
    """Connect to the first address that accepts; the byte limit leaves room for headers."""
    open_to = partial(connect, where, left=left, most=limits.bytes + 100_000, context=context)
    for address in addresses[:-1]:
        try:
            return open_to(address)
        except OSError:
            continue
    return open_to(addresses[-1])


def _body(answer: http.client.HTTPResponse, most: int) -> tuple[bytes, bool]:
    """Read the page up to the limit, decompressed if the server compressed it unasked; and whether there was more."""
    packed = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise UnableToFetch("The page is packed in a way that was not asked for.")
    raw = answer.read(most + 1)
    if packed in ("identity", ""):
        return raw[:most], len(raw) > most
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    body = unpack.decompress(raw, most)
    return body, len(raw) > most or bool(unpack.unconsumed_tail)


def _decoded(body: bytes, charset: str) -> str:
    """Decode the text, replacing what can't be decoded: the words looked for may still be there."""
    named = _META.search(body[:4096])
    for name in (charset, named[1].decode("ascii") if named else ""):
        try:
            known = codecs.lookup(name).name if name else ""
        except (LookupError, ValueError):
            continue
        if _CHARSET.match(known):
            return body.decode(known, errors="replace")
    return body.decode("utf-8", errors="replace")
