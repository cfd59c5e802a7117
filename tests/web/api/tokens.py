"""Tokens for the cast, clients that use them, and the portal as a WSGI server for real clients."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from common.tenancy import bind_actor
from config.wsgi import application
from partners.tokens.operations import create_token
from partners.tokens.scopes import scopes_for
from tests.cast import partner_actor, staff_actor

MADE = datetime(2026, 1, 1, tzinfo=UTC)


def server(environ, start_response):
    """Call the portal like a server, with the client's address."""
    return application({**environ, "REMOTE_ADDR": "192.0.2.1"}, start_response)


def secret_for(actor, scopes: Sequence[str] | None = None) -> str:
    """Return the secret of a valid token of the actor, with all its scopes unless some are given."""
    with bind_actor(actor):
        _token, secret = create_token(
            actor=actor, program_id=actor.program_id, name="t", scopes=scopes or list(scopes_for(actor)), now=MADE
        )
    return secret


def partner_secret(partner, user, scopes: Sequence[str] | None = None) -> str:
    """A token of a partner's main user."""
    return secret_for(partner_actor(partner, user), scopes)


def vendor_secret(program, user, scopes: Sequence[str] | None = None) -> str:
    """A token of a program's administrator."""
    return secret_for(staff_actor(program, user, "administrator"), scopes)


def caller(client: Any, secret: str) -> Callable[..., Any]:
    """Calls the API with a token: `call("me/")`, `call("vendor/activities/", {...}, key="k1")`."""

    def call(address: str, body: Any = None, *, key: str = "") -> Any:
        headers = {"authorization": f"Bearer {secret}", **({"idempotency-key": key} if key else {})}
        path = address if address.startswith(("/", "http")) else f"/api/v1/{address}"
        if body is None:
            return client.get(path, headers=headers)
        return client.post(path, body, content_type="application/json", headers=headers)

    return call
