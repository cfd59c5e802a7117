"""Posts a message to an address that an administrator entered, on the public Internet or an allowed network.

It resolves, checks and connects as `common.fetching` does, and follows no redirect.
"""

import ipaddress
import ssl
from collections.abc import Callable, Mapping

from django.conf import settings

from common.fetching import Limits, Resolve, addresses_of, connected, resolve, time_left, worded
from common.public_addresses import Address, is_public, place

AGENT = "Echelon-webhooks/1.0"
LIMITS = Limits(seconds=10.0, bytes=100_000, redirects=0, ports=range(1, 65536))


def may_get_webhooks(address: Address) -> bool:
    """Whether the address is public, or in one of `settings.WEBHOOK_NETWORKS`."""
    networks = [ipaddress.ip_network(network) for network in settings.WEBHOOK_NETWORKS]
    return is_public(address) or any(address in each for each in networks if each.version == address.version)


def send(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    limits: Limits = LIMITS,
    resolve: Resolve = resolve,
    allowed: Callable[[Address], bool] = may_get_webhooks,
    context: ssl.SSLContext | None = None,
) -> int:
    """Post a body and return the HTTP status; what the server says besides is not read. Raises UnableToFetch."""
    left = time_left(limits.seconds)
    with worded():
        where = place(url, ports=limits.ports)
        addresses = addresses_of(where, resolve, allowed, left)
        connection = connected(where, addresses, limits, context or ssl.create_default_context(), left)
        try:
            connection.putrequest("POST", where.target, skip_host=True, skip_accept_encoding=True)
            fixed = {"Host": where.authority, "User-Agent": AGENT, "Connection": "close"}
            for name, value in {**headers, **fixed, "Content-Length": str(len(body))}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return connection.getresponse().status
        finally:
            connection.hang_up()
    raise AssertionError("worded() lets nothing pass in silence")
