"""The base of all API endpoints."""

from hashlib import blake2b
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api.reading import TidyJSONParser
from web.api.strictness import refuse_unknown_parameters
from web.api.throttling import CallerThrottle

# Caches may keep the answer, but ask each time whether it still holds: an unpublished partner is gone at once.
KEPT = "public, no-cache"


class Rendered(dict[str, Any]):
    """A stored answer; `AnswerRenderer` sends ``text`` unchanged."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class AnswerRenderer(JSONRenderer):
    """JSON; a repeated answer is sent exactly as the first time."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if isinstance(data, Rendered):
            return data.text.encode()
        return super().render(_spoken(data), accepted_media_type, renderer_context)


def _spoken(value: Any) -> Any:
    """Return an answer with its texts as strings: json would write a text of the rules in the file's own language."""
    if isinstance(value, dict):
        return {key: _spoken(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_spoken(each) for each in value]
    return str(value) if isinstance(value, str) else value


class Public(APIView):
    """An endpoint for anyone: the data on the public pages. Any website's script may read it, and caches keep it."""

    authentication_classes: ClassVar[list[Any]] = []
    permission_classes: ClassVar[list[Any]] = []
    throttle_classes: ClassVar = [CallerThrottle]
    renderer_classes: ClassVar = [AnswerRenderer]
    parser_classes: ClassVar = [TidyJSONParser]
    public_read: ClassVar[bool] = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse query parameters that the operation does not have, after everything that may refuse the caller."""
        super().initial(request, *args, **kwargs)
        refuse_unknown_parameters(self, request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; a public read says how it may be kept, and a caller that has it already gets a 304."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if not self.public_read or request.method not in ("GET", "HEAD", "OPTIONS"):
            return response
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code != 200 or not isinstance(response, Response):
            return response
        response["Cache-Control"] = KEPT
        etag = f'"{blake2b(response.render().content, digest_size=12).hexdigest()}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response
