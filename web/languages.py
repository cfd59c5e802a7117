"""Which language a page is in: the link's, the person's, the site's or the browser's, in this order."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

PARAMETER = "lang"  # a link with ?lang=de chooses German, for the following pages too
_YEAR = 365 * 24 * 3600


def offered() -> list[tuple[str, str]]:
    """The languages to choose from: code, and name in that language."""
    return list(settings.LANGUAGES)


def is_offered(code: str) -> bool:
    """Whether the portal has this language."""
    return any(code == known for known, _name in settings.LANGUAGES)


def by_link(request: HttpRequest) -> str:
    """The language that a link has chosen, now or before; "" if none."""
    for code in (request.GET.get(PARAMETER, ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")):
        if is_offered(code):
            return code
    return ""


def for_visitor(request: HttpRequest, *, site: str) -> str:
    """The language for someone of whom nothing else is known. ``site`` is "" if the site leaves it to the browser."""
    return by_link(request) or site or _of_browser(request)


def use_own(request: Any) -> None:
    """Go on in the language that the signed-in person has set, unless a link has chosen another."""
    own = getattr(request.user, "language", "")
    if is_offered(own) and not by_link(request):
        translation.activate(own)
        request.LANGUAGE_CODE = own


def remember(chosen: str, request: HttpRequest, response: HttpResponse) -> None:
    """Keep the language that this request's link has chosen, for the next pages in this browser; "" keeps nothing."""
    if is_offered(chosen) and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != chosen:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget(response: HttpResponse) -> None:
    """Forget what links have chosen, so that the person's own setting counts."""
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")


def link_to(code: str, asked: Any) -> str:
    """The query that shows the same page in another language; ``asked`` is the page's own query."""
    kept = [(name, value) for name, values in asked.lists() if name != PARAMETER for value in values]
    return f"?{urlencode([*kept, (PARAMETER, code)])}"


def _of_browser(request: HttpRequest) -> str:
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            found = get_supported_language_variant(wanted)
        except LookupError:
            continue
        return found
    return settings.LANGUAGE_CODE
