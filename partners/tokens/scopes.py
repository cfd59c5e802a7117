"""The permissions of API tokens, called scopes in code, and the permission that each needs from its person.

A token may do what its scopes say as long as its person's role still allows it: `granted` says which are left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.permissions import may
from common.actor import Actor


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope: its name, its description, and the permission that a person needs to have it."""

    words: str | Promise
    permission: str


# By their codes; each app adds its own in `scopes.py`.
PARTNER_SCOPES: dict[str, Scope] = {}
VENDOR_SCOPES: dict[str, Scope] = {}


def add_partner_scope(code: str, words: str | Promise, *, permission: str) -> None:
    """Register a scope of partners' tokens."""
    PARTNER_SCOPES[code] = Scope(words, permission)


def add_vendor_scope(code: str, words: str | Promise, *, permission: str) -> None:
    """Register a scope of the vendor's tokens."""
    VENDOR_SCOPES[code] = Scope(words, permission)


def named(code: str, scope: Scope) -> SafeString:
    """The scope as every page names it: what it allows, and the code by which the API's reference names it."""
    return format_html('{} <code class="soft small">{}</code>', scope.words, code)


def scopes_for(actor: Actor) -> Mapping[str, Scope]:
    """The scopes that the actor may give a token; none for a visitor."""
    return {"partner": PARTNER_SCOPES, "staff": VENDOR_SCOPES}.get(actor.kind, {})


def granted(scopes: Iterable[str], actor: Actor) -> frozenset[str]:
    """The token's scopes that its person, acting as ``actor`` today, may still use."""
    known = scopes_for(actor)
    return frozenset(scope for scope in scopes if scope in known and may(actor, known[scope].permission))
