"""Rate limits of the API: by token, or by network address without one. Counted in Redis."""

from hashlib import sha256
from threading import Lock
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from common.clock import now
from common.counting import count

# A process reserves this fraction of a caller's minute at once, and asks Redis again when it is used up.
_PARTS = 20


class _Minute:
    """What this process may still allow in one minute, reserved in parts from the count that all processes share.

    A part counts once it is reserved, used or not, so the processes together never exceed the limit.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._left: dict[str, int] = {}
        self._lock = Lock()

    def allows(self, who: str, most: int) -> bool:
        """Use one; return False if the shared count has none left."""
        with self._lock:
            if self._left.get(who, 0) < 1:
                part = max(1, most // _PARTS)
                before = count(f"api:{who}:{self.number}", by=part, seconds=2 * CallerThrottle.period) - part
                self._left[who] = max(0, min(part, most - before))
            if self._left[who] < 1:
                return False
            self._left[who] -= 1
            return True


_books: dict[int, _Minute] = {}


def _minute(number: int) -> _Minute:
    """Return this process's shares of a minute, dropping the minute before."""
    if number not in _books:
        _books.clear()
    return _books.setdefault(number, _Minute(number))


class CallerThrottle(BaseThrottle):
    """Limits requests per clock minute (`settings.API_RATES`), by token or by network address.

    The address is the one that the trusted proxies saw, so a forged X-Forwarded-For has no effect.
    """

    period = 60

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; return False if the minute's limit is reached."""
        second = int(now().timestamp())
        self.left = self.period - second % self.period
        who, most = self._caller(request)
        return _minute(second // self.period).allows(who, most)

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return float(self.left)

    def _caller(self, request: Request) -> tuple[str, int]:
        token = request.auth
        if token is not None:
            return f"token:{token.pk}", settings.API_RATES["token"]
        address = get_adapter().get_client_ip(request._request)
        return f"address:{sha256(address.encode()).hexdigest()[:32]}", settings.API_RATES["address"]
