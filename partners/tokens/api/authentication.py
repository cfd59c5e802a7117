"""Token authentication for the API. Sessions are not accepted, so another site's pages can't make calls for a user."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import User
from common.clock import now
from common.tenancy import rebind
from partners.models import ApiToken
from partners.tokens.operations import authenticate_token
from partners.tokens.scopes import Scope, granted, scopes_for
from partners.tokens.valid_tokens import is_in_force, looks_like_a_token
from web.api.problems import Problem

REALM = 'Bearer realm="api"'
REFUSED = "This token isn't valid: it is unknown, revoked or expired, or its person has left."


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
        """Whether there is a token. A partner endpoint needs a partner token.

        Raises MethodNotAllowed for a method that the endpoint doesn't have, and Problem, a 403 that names what is
        missing, for a token without the endpoint's scope.
        """
        token = request.auth
        if not isinstance(token, ApiToken):
            return False
        scope = _asked_scope(request, view.scopes)
        actor = request._request.actor
        if actor.kind != view.kind:
            raise Problem(403, _OTHERS[view.kind])
        if scope not in granted(token.scopes, actor):
            raise Problem(403, _missing(scope, token, scopes_for(actor)), permission=scope)
        return True


_OTHERS = {
    "partner": "This address is for partners' tokens; yours is one of the vendor's.",
    "staff": "This address is for the vendor's tokens; yours is a partner's.",
}


def _asked_scope(request: Request, scopes: Mapping[str, str]) -> str:
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method == "OPTIONS":
        return scopes.get("GET") or next(iter(scopes.values()))
    if method not in scopes:
        raise MethodNotAllowed(method)
    return scopes[method]


def _missing(scope: str, token: ApiToken, known: Mapping[str, Scope]) -> str:
    with override("en"):
        named = f"{scope} ({known[scope].words})"
    if scope in token.scopes:
        return f"The token has the permission {named}, but the role of its person doesn't allow that any more."
    return f"The token lacks the permission {named}. Create one that has it."


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes tokens in the OpenAPI schema."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An API token of a partner or of the vendor."}
