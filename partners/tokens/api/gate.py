"""What the API refuses before it opens a transaction: an address's excess, and tokens that can't be good."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import cast

from django.http import HttpRequest, HttpResponse

from common.clock import now
from partners.tokens.api.authentication import REALM, REFUSED, Malformed, presented
from programs.requests import ProgramRequest
from web.api.problems import answer, too_many
from web.api.throttling import PERIOD, wait_of_address
from web.errors import API

_MOST = 10_000
_DOCUMENTATION = f"{API}v1/docs/"


class Gate:
    """Comes before `TenancyMiddleware`, so that a refused request costs no bound transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API):
            return self.get_response(request)
        wait = wait_of_address(request)
        if wait is not None:
            refused = answer(request, 429, too_many(wait))
            refused.headers["Retry-After"] = str(wait + 1)
            return refused
        try:
            secret = presented(request)
        except Malformed:
            return unauthorized(request)
        if secret is not None and _unknown.has(request, secret):
            return unauthorized(request)
        response = self.get_response(request)
        if secret is not None and getattr(request, "token_is_unknown", False):
            _unknown.add(request, secret)
        return response


def ignores_sessions(request: HttpRequest) -> bool:
    """Whether this is an address of the API: all but its documentation, which is a page."""
    return request.path_info.startswith(API) and not request.path_info.startswith(_DOCUMENTATION)


def unauthorized(request: HttpRequest) -> HttpResponse:
    """Return the 401 of a token that opens nothing."""
    refused = answer(request, 401, REFUSED)
    refused.headers["WWW-Authenticate"] = REALM
    return refused


class _Unknown:
    """Digests of the unknown tokens that this process refused in this minute, by program."""

    def __init__(self) -> None:
        self._minute = 0
        self._digests: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def has(self, request: HttpRequest, secret: str) -> bool:
        with self._lock:
            self._turn()
            return self._digest(request, secret) in self._digests

    def add(self, request: HttpRequest, secret: str) -> None:
        with self._lock:
            self._turn()
            self._digests[self._digest(request, secret)] = None
            if len(self._digests) > _MOST:
                self._digests.popitem(last=False)

    def _turn(self) -> None:
        minute = int(now().timestamp()) // PERIOD
        if minute != self._minute:
            self._minute = minute
            self._digests.clear()

    @staticmethod
    def _digest(request: HttpRequest, secret: str) -> bytes:
        return sha256(f"{cast(ProgramRequest, request).program.pk} {secret}".encode()).digest()


_unknown = _Unknown()
