"""Base classes of API endpoints: authentication, limits, JSON only, and repeatable writes."""

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
from web.api.strictness import refuse_unknown_fields


class Endpoint(Public):
    """An endpoint for tokens, with the ``kind`` of actor and ``scopes`` by method. It sees only the actor's rows."""

    authentication_classes: ClassVar = [TokenAuthentication]
    permission_classes: ClassVar = [HasScope]
    public_read = False
    kind: ClassVar[str] = "partner"
    scopes: ClassVar[Mapping[str, str]] = {}

    @property
    def actor(self) -> Actor:
        """The actor of the token, determined for this request."""
        actor: Actor = self.request._request.actor
        return actor

    def write(self, request: Request, form: type[Serializer], work: Callable[[dict[str, Any]], Response]) -> Response:
        """Validate the body with ``form`` and do the work once, even if the request is repeated."""
        digest = request_digest(request)  # before the body is parsed, because a stream can be read only once
        sent = form(data=request.data, context={"request": request})
        refuse_unknown_fields(sent, request.data)
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
    """An endpoint for tokens of vendor staff."""

    kind = "staff"
