"""What every endpoint shares: who may call it, how often, what it speaks, and how a write is made repeatable."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from common.actor import Actor
from common.clock import now
from portal.api.authentication import HasScope, TokenAuthentication
from portal.api.idempotency import once, rendered, request_digest
from portal.api.throttling import CallerThrottle


class AnswerRenderer(JSONRenderer):
    """JSON; an answer that is given again goes out as it did the first time."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        text = rendered(data)
        return super().render(data, accepted_media_type, renderer_context) if text is None else text.encode()


class Public(APIView):
    """An endpoint for everybody: what the public pages show."""

    authentication_classes: ClassVar[list[Any]] = []
    permission_classes: ClassVar[list[Any]] = []
    throttle_classes: ClassVar = [CallerThrottle]
    renderer_classes: ClassVar = [AnswerRenderer]
    parser_classes: ClassVar = [JSONParser]


class Endpoint(Public):
    """An endpoint for tokens: ``kind`` of actor, ``scopes`` by method. Its rows are those the token's actor sees."""

    authentication_classes: ClassVar = [TokenAuthentication]
    permission_classes: ClassVar = [HasScope]
    kind: ClassVar[str] = "partner"
    scopes: ClassVar[Mapping[str, str]] = {}

    @property
    def actor(self) -> Actor:
        """Who the token acts for, found out for this request."""
        actor: Actor = self.request._request.actor
        return actor

    def write(self, request: Request, form: type[Serializer], work: Callable[[dict[str, Any]], Response]) -> Response:
        """Check the body by ``form`` and do the work once, whatever the number of repetitions."""
        digest = request_digest(request)  # before the body is parsed: a stream is read once
        sent = form(data=request.data)
        sent.is_valid(raise_exception=True)
        text = AnswerRenderer()
        return once(
            request,
            lambda: work(sent.validated_data),
            digest=digest,
            render=lambda response: text.render(response.data).decode(),
            now=now(),
        )


class VendorEndpoint(Endpoint):
    """An endpoint for tokens of the vendor's staff."""

    kind = "staff"
