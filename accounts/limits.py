"""Rate limits for public forms, by network address and by subject.

allauth limits sign-in, sign-up and reset (``ACCOUNT_RATE_LIMITS``); every other public form uses these limits.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.caching import unless_away
from common.counting import count
from common.mailboxes import address_key

_SECONDS = {"m": 60, "h": 3600, "d": 86400}
OPEN = frozenset({"certificate"})  # public reads; every other action writes, or could be used to guess
PAUSE = 600  # seconds to wait, as told after too many tries
_IPV6_HOME = 64  # bits: one household has all addresses of such a network


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` in ``seconds``, per network address (``per`` is "ip") or per key ("key")."""

    most: int
    seconds: int
    per: str


def within(request: HttpRequest, action: str, *, key: str = "") -> bool:
    """Count a try of the action; return False if the limit is reached and the form must do nothing.

    ``settings.LIMITS`` says how many: "20/h/ip,5/d/key" is at most 20 an hour from one network address and 5 a day for
    one ``key``, an email address or a secret; only a digest of the key is stored. The period starts with the first try.
    A forged X-Forwarded-For has no effect. Parallel tries are all counted, because the increment is atomic.
    While Redis is away, the actions in ``OPEN`` are allowed uncounted; the others raise RedisError, which is a 503.
    Raises KeyError for an action without a limit.
    """
    sources = _sources(request, action, key)
    if action in OPEN:
        return unless_away(lambda: _all_within(action, sources, settings.REDIS_PATIENCE), otherwise=True)
    return _all_within(action, sources, settings.REDIS_LONG_PATIENCE)


def refusal(request: HttpRequest) -> HttpResponse:
    """Return the 429 page, for forms that can't show the error beside a field."""
    answer = render(request, "429.html", status=429)
    answer.headers["Retry-After"] = str(PAUSE)
    return answer


def network_address(request: HttpRequest) -> str:
    """Return the client's address as the trusted proxies saw it; for IPv6, the network of one household."""
    return _household(get_adapter().get_client_ip(request))


@lru_cache(maxsize=1024)
def _household(address: str) -> str:
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, _IPV6_HOME), strict=False).network_address)
    return str(getattr(found, "ipv4_mapped", None) or found)


def _sources(request: HttpRequest, action: str, key: str) -> list[tuple[Limit, str]]:
    limits = _parsed(settings.LIMITS[action])
    where, about = network_address(request), address_key(key)
    return [(limit, where if limit.per == "ip" else about) for limit in limits if limit.per == "ip" or key]


def _all_within(action: str, sources: list[tuple[Limit, str]], patience: float) -> bool:
    counted = [_within(action, limit, source, patience) for limit, source in sources]
    return all(counted)


def _within(action: str, limit: Limit, source: str, patience: float) -> bool:
    digest = sha256(source.encode()).hexdigest()[:32]  # addresses are personal data
    name = f"limit:{action}:{limit.most}/{limit.seconds}:{digest}"
    return count(name, seconds=limit.seconds, patience=patience) <= limit.most


@lru_cache
def _parsed(words: str) -> tuple[Limit, ...]:
    found = []
    for part in words.split(","):
        most, time, per = part.strip().split("/")
        if per not in ("ip", "key"):
            raise ValueError(f"{part!r}: a limit is per ip or per key")
        found.append(Limit(int(most), int(time[:-1] or 1) * _SECONDS[time[-1]], per))
    return tuple(found)
