"""API token scopes, and the permission that each needs (accounts/permissions.py).

A token may do what its scopes say as long as its person's role still allows it: `granted` says which are left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may
from common.actor import Actor


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope: its name, its description, and the permission that a person needs to have it."""

    words: str | Promise
    permission: str


PARTNER_SCOPES: Mapping[str, Scope] = {
    "profile:read": Scope(_("read the company's profile"), "profile.view"),
    "standing:read": Scope(_("read where the company stands, with the explanation"), "dashboard.view"),
    "points:read": Scope(_("read points and their movements"), "records.view"),
    "activities:read": Scope(_("read activities"), "records.view"),
    "claims:read": Scope(_("read claims"), "claims.view"),
    "claims:write": Scope(_("send in and withdraw claims"), "claims.submit"),
    "notices:read": Scope(_("read notices"), "notices.view"),
    "certificate:read": Scope(_("download the certificate"), "certificate.download"),
}
VENDOR_SCOPES: Mapping[str, Scope] = {
    "applications:read": Scope(_("read applications"), "applications.view"),
    "partners:read": Scope(_("read partners"), "partners.view"),
    "activities:read": Scope(_("read activities"), "partners.view"),
    "activities:write": Scope(_("record activities and take them back"), "activities.record"),
    "standings:read": Scope(_("read where partners stand"), "partners.view"),
}


def scopes_for(actor: Actor) -> Mapping[str, Scope]:
    """The scopes that the actor may give a token; none for a visitor."""
    return {"partner": PARTNER_SCOPES, "staff": VENDOR_SCOPES}.get(actor.kind, {})


def granted(scopes: Iterable[str], actor: Actor) -> frozenset[str]:
    """The token's scopes that its person, acting as ``actor`` today, may still use."""
    known = scopes_for(actor)
    return frozenset(scope for scope in scopes if scope in known and may(actor, known[scope].permission))
