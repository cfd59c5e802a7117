"""Keeps answers out of caches: every page is private unless its view is marked as public."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.http import http_date

_NEVER = "max-age=0, no-cache, no-store, must-revalidate, private"
View = TypeVar("View", bound=Callable[..., Any])


def public_page(view: View) -> View:
    """Mark a view whose answer to strangers may be kept: it carries no code, token or personal data."""
    view.public = True  # type: ignore[attr-defined]
    return view


class PrivacyMiddleware:
    """Adds `Cache-Control: no-store` to every answer except public ones.

    Public is what a view declares `public` itself (files that are the same for everybody), and a view marked with
    `public_page` for a browser without cookies and credentials. A session might show a name or a message.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.is_public = False
        answer = self.get_response(request)
        declared = "public" in answer.headers.get("Cache-Control", "")
        if not declared and not (request.is_public and _strangers(request, answer)):
            _keep_out(answer)
        return answer

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        """Note whether the view is marked."""
        request.is_public = getattr(view, "public", False)


def _keep_out(answer: HttpResponse) -> None:
    """Add what Django's `add_never_cache_headers` adds: an answer that says nothing itself gets it without a merge."""
    if "Cache-Control" in answer.headers:
        add_never_cache_headers(answer)
        return
    answer.headers["Cache-Control"] = _NEVER
    answer.headers.setdefault("Expires", http_date())


def _strangers(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether the request says nothing about who asks, and the answer gives it nothing to keep."""
    cookies = {*request.COOKIES, *answer.cookies} - {settings.CSRF_COOKIE_NAME}
    return not cookies and "Authorization" not in request.headers and settings.CSRF_COOKIE_NAME not in answer.cookies
