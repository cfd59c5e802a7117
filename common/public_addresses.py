"""Checks that web addresses and network addresses are on the public Internet."""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Networks without public servers. `is_global` knows most of them, but not the same ones in every Python version.
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            # Within the global range of IPv6: Teredo and others of 2001::/23, documentation, 6to4.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
        ),
    )
)
_GLOBAL6 = ipaddress.IPv6Network("2000::/3")
# Browsers and resolvers read a name as an IP address if its last part looks like a number: 2130706433, 0x7f.1, 127.1.
_NUMERIC = re.compile(r"^(0x[0-9a-f]*|[0-9]+)$")
_LABEL = re.compile(r"^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$")
_LONGEST = 2000
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\\]|[^\S ]")


class UnfitAddress(ValueError):
    """The address is not on the public web; the message says why."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A parsed web address: ``host`` in ASCII, ``target`` the path and query to request."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The Host header: with the port unless it is the scheme's default."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address as text."""
        return f"{self.scheme}://{self.authority}{self.target}"


_PORTS = {"http": 80, "https": 443}


def is_public(address: Address) -> bool:
    """Whether the address is public. An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4) never is."""
    if isinstance(address, ipaddress.IPv6Address) and (address not in _GLOBAL6 or address.scope_id):
        return False
    if any(address in network for network in _CLOSED if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def literal(host: str) -> Address | None:
    """Return the IP address a host is written as, None for a name. Raises UnfitAddress for other number formats."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        if ":" in host or _NUMERIC.match(host.rstrip(".").rpartition(".")[2]):
            raise UnfitAddress("The host is a number that is no plain address.") from None
    return None


def place(url: str, *, ports: Collection[int]) -> WebAddress:
    """Parse a web address. Raises UnfitAddress for another scheme or port, credentials, or a bad host."""
    if len(url) > _LONGEST:
        raise UnfitAddress("The address is too long.")
    if _UNSEEN.search(url):
        raise UnfitAddress("The address holds a space or a sign that cannot be seen.")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise UnfitAddress("The address cannot be read.") from error
    if parts.scheme not in _PORTS:
        raise UnfitAddress("Only addresses that begin with http:// or https:// are fetched.")
    if "@" in parts.netloc:
        raise UnfitAddress("The address holds a user's name.")
    chosen = _PORTS[parts.scheme] if port is None else port
    if chosen not in ports:
        raise UnfitAddress(f"Port {chosen} is not one of a website.")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebAddress(parts.scheme, _host(host), chosen, _ascii(target))


def _host(written: str) -> str:
    """Normalize the host to lower-case ASCII."""
    if not written:
        raise UnfitAddress("The address names no host.")
    host = written.lower()
    if ":" not in host:
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError as error:
            raise UnfitAddress("The host is no name.") from error
    if literal(host) is not None:
        return host
    labels = host.removesuffix(".").split(".")
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels):
        raise UnfitAddress("The host is no name on the Internet.")
    return host.removesuffix(".")


def _ascii(target: str) -> str:
    """Percent-encode non-ASCII characters as browsers do; existing encoding stays."""
    return "".join(sign if sign < "\x80" else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in target)
