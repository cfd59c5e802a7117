"""The private address of a member's calendar."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.permissions import require
from common.actor import Actor
from common.tenancy import bind
from leads.board.models import CalendarFeed
from leads.requests.contacts import new_secret, secret_digest
from partners.models import Partner


def renew_calendar(*, actor: Actor, partner: Partner, now: datetime) -> str:
    """Give the member a new private address and return its secret, shown once; the address before stops working."""
    require(actor, "leads.view", program_id=partner.program_id)
    if actor.partner_id != partner.pk or actor.user_id is None:
        raise PermissionDenied("leads.view")
    secret = new_secret()
    with bind(partner.program_id):
        CalendarFeed.objects.update_or_create(
            partner=partner,
            user_id=actor.user_id,
            defaults={"program_id": partner.program_id, "digest": secret_digest(secret), "made_at": now},
        )
    return secret


def end_calendar(*, actor: Actor, partner: Partner) -> None:
    """Close the member's address; it leads nowhere any more."""
    require(actor, "leads.view", program_id=partner.program_id)
    if actor.user_id is None:
        raise PermissionDenied("leads.view")
    with bind(partner.program_id):
        CalendarFeed.objects.filter(partner=partner, user_id=actor.user_id).delete()
