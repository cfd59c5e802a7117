"""What every endpoint shares: who may call it, how often, what it speaks, and how a write is made repeatable."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from common.actor import Actor
from common.clock import now
from partners.tokens.api.authentication import HasScope, TokenAuthentication
from partners.tokens.api.idempotency import once, request_digest
from web.api.endpoint import AnswerRenderer, Public


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
