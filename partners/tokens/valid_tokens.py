"""Which tokens are in force, and what can be a token's secret at all."""

from datetime import datetime
from hashlib import sha256
from typing import cast

from django.db.models import Q, QuerySet

from common.actor import Actor
from common.tenancy import bind
from partners.models import ApiToken

MARK = "ech"
_LONGEST = 200


def looks_like_a_token(secret: str) -> bool:
    """Return whether this could be a token's secret at all."""
    return secret.startswith(f"{MARK}_") and len(secret) <= _LONGEST


def is_in_force(*, program_id: int, secret: str, now: datetime) -> bool:
    """Return whether such a token exists, whatever it still opens."""
    with bind(program_id):
        return in_force(program_id, secret, now).exists()


def in_force(program_id: int, secret: str, now: datetime) -> QuerySet[ApiToken]:
    """Return the token of this secret, unless it has ended or its person may not sign in."""
    everybody = Actor.system(program_id)
    rows = ApiToken.objects.visible_to(everybody).filter(alive(now), digest=digest_of(secret), user__is_active=True)
    return cast("QuerySet[ApiToken]", rows)


def alive(now: datetime) -> Q:
    """Return the condition for tokens that were not revoked and have not expired."""
    return Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))


def digest_of(secret: str) -> str:
    """Return what is stored of a secret."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
