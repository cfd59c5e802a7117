"""Finds the site and program of a request by its host name."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.request import split_domain_port
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from common.clock import now
from programs.models import Site
from programs.queries import site_and_session, site_of
from programs.requests import ProgramRequest
from web.languages import PARAMETER, for_visitor, remember

GetResponse = Callable[[HttpRequest], HttpResponse]


class SiteMiddleware:
    """Sets `request.site` and `request.program`, the language and the program's time zone (B24-15.2).

    The language is that of the link or the site. A signed-in person's own is set later (partners/middleware.py).

    An unknown host gets 404 on every path; config/health.py answers the probes earlier.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = site_for(request)
        if site is None:
            return HttpResponseNotFound("There is no partner program at this address.", content_type="text/plain")
        known = cast(ProgramRequest, request)
        known.site, known.program = site, site.program
        request.LANGUAGE_CODE = for_visitor(request, site=site.language)
        chosen = request.GET.get(PARAMETER, "")  # before the admin's lists take it out of their filters
        with translation.override(request.LANGUAGE_CODE), timezone.override(site.program.time_zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if not site.language:
            patch_vary_headers(response, ["Accept-Language"])
        remember(chosen, request, response)
        return response


def site_for(request: HttpRequest) -> Site | None:
    """Return the site of the request's host name, ignoring the port; its session is found on the way."""
    try:
        host, _port = split_domain_port(request.get_host())
    except DisallowedHost:
        return None
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return site_of(host)
    site, request.found_session = site_and_session(host, key=key, now=now())  # type: ignore[attr-defined]
    return site
