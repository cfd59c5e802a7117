"""Token authentication for the API. Sessions are not accepted, so another site's pages can't make calls for a user."""

from typing import Any

from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import User
from common.clock import now
from common.tenancy import rebind
from partners.models import ApiToken
from partners.tokens.operations import authenticate_token
from partners.tokens.scopes import granted
from partners.tokens.valid_tokens import is_in_force, looks_like_a_token

REALM = 'Bearer realm="api"'
REFUSED = "This token opens nothing here: it is unknown, revoked or expired, or its person has no place any more."


class Malformed(ValueError):
    """What stands in the Authorization header can't be a token."""


def presented(request: HttpRequest) -> str | None:
    """Return the token in the request's header, None without one. Raises Malformed. Reads nothing else."""
    parts = get_authorization_header(request).split()  # type: ignore[arg-type]
    if not parts or parts[0].lower() != b"bearer":
        return None
    if len(parts) != 2 or not parts[1].isascii() or not looks_like_a_token(parts[1].decode("ascii")):
        raise Malformed
    return parts[1].decode("ascii")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`. Binds the rest of the request to the actor that the token acts for now."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token; None without the header. Raises AuthenticationFailed for an invalid token."""
        secret = presented(request._request)  # partners/tokens/api/gate.py has refused malformed ones
        if secret is None:
            return None
        program = request._request.program
        found = authenticate_token(program_id=program.pk, secret=secret, now=now())
        if found is None:
            request._request.token_is_unknown = not is_in_force(program_id=program.pk, secret=secret, now=now())
            raise AuthenticationFailed(REFUSED)
        token, actor = found
        rebind(actor)
        request._request.actor = actor
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return REALM


class HasScope(BasePermission):
    """Requires that the token has the endpoint's scope for the method, and that the person's role still allows it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the token has the endpoint's ``scopes``. A partner endpoint needs a partner token."""
        token = request.auth
        if not isinstance(token, ApiToken) or request._request.actor.kind != view.kind:
            return False
        scope = view.scopes.get("GET" if request.method in ("HEAD", "OPTIONS") else request.method)
        return scope in granted(token.scopes, request._request.actor)


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes tokens in the OpenAPI schema."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An API token of a partner or of the vendor."}
