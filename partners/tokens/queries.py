"""Queries for API tokens."""

from django.db.models import F, Q, QuerySet

from common.actor import Actor
from partners.models import ApiToken


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The API tokens of the actor's partner, or the vendor's own, active ones first, newest first."""
    mine = Q(partner=None) if actor.partner_id is None else Q(partner=actor.partner_id)
    rows = ApiToken.objects.visible_to(actor).filter(mine).select_related("user")
    return rows.order_by(F("revoked_at").asc(nulls_first=True), "-pk")
