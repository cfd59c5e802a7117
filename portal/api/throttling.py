"""How much one caller may ask: per token, and per address where there is none. Counted atomically in Redis."""

from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from common.clock import now
from partners.models import ApiToken


class CallerThrottle(BaseThrottle):
    """So many requests in each minute of the clock (`settings.API_RATES`): of one token, or of one address.

    The address is the one that the trusted proxies saw: a forged X-Forwarded-For is somebody's own words. The counter
    is one atomic increment, so that parallel requests are all counted.
    """

    period = 60

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; False when the minute's share is used up."""
        second = int(now().timestamp())
        self.left = self.period - second % self.period
        who, most = self._caller(request)
        key = f"api:{who}:{second // self.period}"
        cache.add(key, 0, 2 * self.period)
        return int(cache.incr(key)) <= most

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return float(self.left)

    def _caller(self, request: Request) -> tuple[str, int]:
        token = request.auth
        if isinstance(token, ApiToken):
            return f"token:{token.pk}", settings.API_RATES["token"]
        address = get_adapter().get_client_ip(request._request)
        return f"address:{sha256(address.encode()).hexdigest()[:32]}", settings.API_RATES["address"]
