"""How often a public form may be sent: counted by address on the network, and by what it is about.

allauth counts sign-in, sign-up and reset (``ACCOUNT_RATE_LIMITS``); everything else that a stranger may send asks here.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_SECONDS = {"m": 60, "h": 3600, "d": 86400}
PAUSE = 600  # seconds that somebody who asked too often is told to wait
_IPV6_HOME = 64  # bits: whoever has one address of these has all of them


@dataclass(frozen=True, slots=True)
class Limit:
    """``most`` in ``seconds``, for each address on the network (``per`` is "ip") or for each key ("key")."""

    most: int
    seconds: int
    per: str


def within(request: HttpRequest, action: str, *, key: str = "") -> bool:
    """Count one more try of the action; False when it is one too many, and the form must not do anything.

    ``settings.LIMITS`` says how many: "20/h/ip,5/d/key" is at most 20 an hour from one network address and 5 a day for
    one ``key``, an e-mail address or a secret; the key is kept as a digest only. The time begins with the first try.
    A forged X-Forwarded-For changes nothing, and tries sent at once are all counted: the count is one atomic increment.
    Raises KeyError for an action without a limit.
    """
    counted = [count(action, limit, source) for limit, source in _sources(request, action, key)]
    return all(counted)


def refusal(request: HttpRequest) -> HttpResponse:
    """The page that says so, with status 429; for pages that cannot say it beside a field."""
    answer = render(request, "429.html", status=429)
    answer.headers["Retry-After"] = str(PAUSE)
    return answer


def network_address(request: HttpRequest) -> str:
    """Where the request comes from: what the trusted proxies saw; of IPv6 the network that one home has."""
    found = ip_address(get_adapter().get_client_ip(request))
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, _IPV6_HOME), strict=False).network_address)
    return str(getattr(found, "ipv4_mapped", None) or found)


def _sources(request: HttpRequest, action: str, key: str) -> list[tuple[Limit, str]]:
    limits = _parsed(settings.LIMITS[action])
    where, about = network_address(request), key.strip().lower()
    return [(limit, where if limit.per == "ip" else about) for limit in limits if limit.per == "ip" or key]


def count(action: str, limit: Limit, source: str) -> bool:
    """Count one more try by the source, whatever it is; False when it is one too many."""
    digest = sha256(source.encode()).hexdigest()[:32]  # addresses are personal data
    name = f"limit:{action}:{limit.most}/{limit.seconds}:{digest}"
    cache.add(name, 0, limit.seconds)
    try:
        tries = cache.incr(name)
    except ValueError:  # its time ended between the two lines
        cache.add(name, 0, limit.seconds)
        tries = cache.incr(name)
    if tries == 1:
        cache.touch(name, limit.seconds)  # should the increment itself have made it: then it would never end
    return int(tries) <= limit.most


@lru_cache
def _parsed(words: str) -> tuple[Limit, ...]:
    found = []
    for part in words.split(","):
        most, time, per = part.strip().split("/")
        if per not in ("ip", "key"):
            raise ValueError(f"{part!r}: a limit is per ip or per key")
        found.append(Limit(int(most), int(time[:-1] or 1) * _SECONDS[time[-1]], per))
    return tuple(found)
