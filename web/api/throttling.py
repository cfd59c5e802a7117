"""Rate limits of the API: by token, or by network address without one. Counted in Redis.

Every request counts against its address before anything is asked of the database. A request whose token and scope turn
out to be good is given back to the address and counts against its token instead. While Redis is away, each process
counts on its own.
"""

from hashlib import sha256
from threading import Lock
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from common.caching import unless_away
from common.clock import now
from common.counting import count

PERIOD = 60  # seconds
# A process reserves this fraction of a caller's minute at once, and asks Redis again when it is used up.
_PARTS = 20


class _Minute:
    """What this process may still allow in one minute, reserved in parts from the count that all processes share.

    A part counts once it is reserved, used or not, so the processes together never exceed the limit.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._left: dict[str, int] = {}
        self._alone: dict[str, int] = {}  # reserved while Redis was away
        self._lock = Lock()

    def allows(self, who: str, most: int) -> bool:
        """Use one; return False if the shared count has none left."""
        with self._lock:
            if self._left.get(who, 0) < 1:
                self._left[who] = self._reserve(who, most)
            if self._left[who] < 1:
                return False
            self._left[who] -= 1
            return True

    def give_back(self, who: str) -> None:
        """Undo one use."""
        with self._lock:
            self._left[who] = self._left.get(who, 0) + 1

    def _reserve(self, who: str, most: int) -> int:
        part = max(1, most // _PARTS)
        key = f"api:{who}:{self.number}"
        after: int | None = unless_away(lambda: count(key, by=part, seconds=2 * PERIOD), None)
        if after is None:
            after = self._alone[who] = self._alone.get(who, 0) + part
        return max(0, min(part, most - (after - part)))


_books: dict[int, _Minute] = {}


def _minute(number: int) -> _Minute:
    """Return this process's shares of a minute, dropping the minute before."""
    if number not in _books:
        _books.clear()
    return _books.setdefault(number, _Minute(number))


def wait_of_address(request: HttpRequest) -> int | None:
    """Count the request against its address; return None, or the seconds to wait if the minute's limit is reached.

    The address is the one that the trusted proxies saw, so a forged X-Forwarded-For has no effect.
    """
    second = int(now().timestamp())
    minute = _minute(second // PERIOD)
    if not minute.allows(_address(request), settings.API_RATES["address"]):
        return PERIOD - second % PERIOD
    request.counted_in = minute  # type: ignore[attr-defined]
    return None


class CallerThrottle(BaseThrottle):
    """Limits a token's requests per clock minute (`settings.API_RATES`); without one, the address was counted before.

    DRF asks this once token and scope are known to be good.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; return False if the minute's limit is reached."""
        if request.auth is None:
            return True
        request._request.counted_in.give_back(_address(request._request))
        second = int(now().timestamp())
        self.left = PERIOD - second % PERIOD
        return _minute(second // PERIOD).allows(f"token:{request.auth.pk}", settings.API_RATES["token"])

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return float(self.left)


def _address(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    return f"address:{sha256(address.encode()).hexdigest()[:32]}"
