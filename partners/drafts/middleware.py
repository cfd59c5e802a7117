"""Keeps a form that came back with errors, and forgets the draft of one that was taken."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from common.clock import now
from partners.drafts.kit import discard, keep, named
from programs.middleware import GetResponse
from web.drafts import NAME

_WITH_ERRORS = (200, 400)
OWN = "/drafts/"


class DraftMiddleware:
    """Looks at the answers to forms that have a draft; in the view's own transaction."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _is_form(request) and NAME in request.POST:
            self._settle(request, response)
        return response

    def _settle(self, request: Any, response: HttpResponse) -> None:
        sent = named(request)
        if sent is None or connection.needs_rollback or request.path_info.startswith(OWN):
            return
        if response.status_code in _WITH_ERRORS:
            keep(request, sent.form, now=now())
        elif 300 <= response.status_code < 400:
            discard(request, sent.form)


def _is_form(request: HttpRequest) -> bool:
    return request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
