"""The base of all API endpoints."""

from typing import Any, ClassVar

from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from web.api.reading import TidyJSONParser
from web.api.throttling import CallerThrottle


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
        return super().render(data, accepted_media_type, renderer_context)


class Public(APIView):
    """An endpoint for anyone: the data on the public pages."""

    authentication_classes: ClassVar[list[Any]] = []
    permission_classes: ClassVar[list[Any]] = []
    throttle_classes: ClassVar = [CallerThrottle]
    renderer_classes: ClassVar = [AnswerRenderer]
    parser_classes: ClassVar = [TidyJSONParser]
