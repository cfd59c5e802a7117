"""Error pages that Django has none for: a method that an address does not know, and a part that is away."""

import errno
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error
from redis.exceptions import RedisError

from web.api.problems import answer

API = "/api/"
RETRY_AFTER = 60  # seconds
# A server that is away or busy for too long; a refused statement is an error of ours.
_AWAY = (OperationalError, InterfaceError, RedisError)


class MethodPageMiddleware:
    """Gives the blank answer to a method that an address does not know the design of the other errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a server error: a problem for API clients, the error page for everyone else.

    While database, Redis or disk space is missing, that is a 503, which says when to try again and promises nothing:
    nobody can know whether what was being committed has arrived.
    """
    away = _is_away(sys.exc_info()[1])
    if away:
        response = _away(request)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    if request.path.startswith(API):
        return answer(request, 500, "Something went wrong on our side. It was written down; try again later.")
    return server_error(request)


def _away(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API):
        return answer(request, 503, "The portal is unavailable right now. Try again in a minute, with the same key.")
    return HttpResponse(render_to_string("503.html"), status=503)


def _is_away(error: BaseException | None) -> bool:
    return isinstance(error, _AWAY) or (isinstance(error, OSError) and error.errno == errno.ENOSPC)
