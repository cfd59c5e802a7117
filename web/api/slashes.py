"""Accepts API addresses without their last slash."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from web.errors import API


class SlashMiddleware:
    """Adds the slash before the address is resolved. A redirect would lose the body of a POST."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        last = request.path_info.rpartition("/")[2]
        if last and "." not in last and request.path_info.startswith(API):
            request.path += "/"
            request.path_info += "/"
        return self.get_response(request)
