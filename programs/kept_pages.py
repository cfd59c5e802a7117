"""Keeps public pages in Redis for visitors without cookies, until what the public sees of the program changes.

A page is kept under its address, the browser's way of asking (HTMX) and the site's generation (`PublicChange`), which
every change of a listing raises in its own transaction. The generation is read from the database for each request, so
a partner that is no longer listed is gone at once. Without Redis, pages are rendered.
"""

import time
import zlib
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from common.caching import quick, unless_away
from common.clock import today
from programs.middleware import GetResponse
from programs.requests import ProgramRequest
from web.privacy import public_page

View = TypeVar("View", bound=Callable[..., Any])

SECONDS = 60  # what no generation covers may be so old: ranks, options of filters, an older release's look
ROOM = 300  # pages that one process keeps in that time, so that invented addresses don't fill Redis
LONGEST = 300  # characters of an address
_KEPT_HEADERS = frozenset({"content-type", "vary"})
_OF_NOBODY = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}  # cookies that don't say who asks


def kept_page(view: View) -> View:
    """Mark a public view as one whose answer depends on nothing but its address and what the public sees.

    Its page must hold no key, nonce or message: an answer with a cookie or a nonce is not kept.
    """
    view.kept = True  # type: ignore[attr-defined]
    return public_page(view)


class KeptPagesMiddleware:
    """Answers from what is kept, before sessions are read and a transaction begins."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._room = _Room()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self._key(cast(ProgramRequest, request))
        if key is None:
            return self.get_response(request)
        kept = unless_away(lambda: quick().get(key), None)
        if kept is not None:
            return _answer(request, *kept)
        response = self.get_response(request)
        if _may_be_kept(request, response) and self._room.take():
            headers = {name: value for name, value in response.items() if name.lower() in _KEPT_HEADERS}
            page = (zlib.compress(response.content, 1), headers)
            unless_away(lambda: quick().set(key, page, SECONDS), None)
        return response

    def _key(self, request: ProgramRequest) -> str | None:
        """Under what the page is kept; None if it never is."""
        if request.method != "GET" or not request.site.generation or not _is_stranger(request):
            return None
        address = request.get_full_path()
        if len(address) > LONGEST:
            return None
        try:
            request.resolver_match = resolve(request.path_info)
        except Resolver404:
            return None
        if not getattr(request.resolver_match.func, "kept", False):
            return None
        asked = (
            request.site.generation,  # the site and the program too
            request.LANGUAGE_CODE,
            request.build_absolute_uri("/"),  # pages name their address with scheme and port, as they were asked for
            address,
            request.headers.get("HX-Request", ""),
            today(request.program.time_zone).isoformat(),
        )
        return f"page:{sha256(repr(asked).encode()).hexdigest()}"


class _Room:
    """How many pages this process may still keep in the current period."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._period, self._left = 0, ROOM

    def take(self) -> bool:
        """Take a place, if one is left."""
        period = int(time.monotonic() // SECONDS)
        with self._lock:
            if period != self._period:
                self._period, self._left = period, ROOM
            self._left -= 1
            return self._left >= 0


def _is_stranger(request: HttpRequest) -> bool:
    """Whether the request says nothing about who asks: a form's token and a language say nothing."""
    return not request.COOKIES.keys() - _OF_NOBODY and "Authorization" not in request.headers


def _may_be_kept(request: Any, response: HttpResponse) -> bool:
    """Whether this answer is everybody's: a page made without cookies that gives none and has no nonce."""
    made_for_nobody = not request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME} and not response.cookies
    return response.status_code == 200 and not response.streaming and made_for_nobody and not _has_nonce(request)


def _has_nonce(request: Any) -> bool:
    return bool(getattr(request, "_csp_nonce", None))


def _answer(request: Any, page: bytes, headers: dict[str, str]) -> HttpResponse:
    request.is_public = True  # web/privacy.py
    response = HttpResponse(zlib.decompress(page), headers=headers)
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    return response
