"""What follows when a partnership ends or is restored. The decisions themselves are in portal/partnership.py."""

from datetime import date, datetime

from django.db import transaction

from accounts.permissions import require
from common.actor import Actor
from common.events import publish
from partners.events import PartnershipEnded, PartnershipResumed
from partners.measures.operations.requests import withdraw_trademark
from partners.models import ApiToken, Invitation, Partner, ProfileRevision, TrademarkRequest
from partners.profile.operations import withdraw_revision
from partners.team.operations.invitations import withdraw_invitation
from partners.tokens.operations import revoke_token
from programs.rulebook import Rulebook

PERMISSION = "partners.decide"


def end_partnership(
    *, actor: Actor, partner_id: int, rulebook: Rulebook, on: date, reason: str, today: date, now: datetime
) -> bool:
    """End a partnership with effect ``on`` a day (B24-1.5). Returns False if it had already ended on that day.

    From the next request on, its people have the role ``former`` and see only its records and the notice of
    termination. Pending requests are withdrawn and API tokens revoked. The decision itself ends the levels and removes
    the directory listing.
    """
    require(actor, PERMISSION)
    with transaction.atomic():
        row = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner_id)
        if row.ended_on == on:
            return False
        row.ended_on = on
        row.save(update_fields=["ended_on"])
        _withdraw_what_waits(row, now)
        publish(PartnershipEnded(rulebook, row.pk, on, reason, today, now))
    return True


def resume_partnership(*, actor: Actor, partner_id: int, rulebook: Rulebook, today: date, now: datetime) -> bool:
    """Restore a former partner. Returns False if it is not one. Withdrawn requests and revoked tokens stay so."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner_id)
        if row.ended_on is None:
            return False
        row.ended_on = None
        row.save(update_fields=["ended_on"])
        publish(PartnershipResumed(rulebook, row.pk, today, now))
    return True


def _withdraw_what_waits(row: Partner, now: datetime) -> None:
    """Withdraw as the system: the partner did not ask for it, and the manager's action is the termination."""
    system = Actor.system(row.program_id)
    for revision in ProfileRevision.objects.filter(partner=row, state=ProfileRevision.State.PENDING).order_by("pk"):
        withdraw_revision(actor=system, revision=revision, now=now)
    open_states = (Invitation.State.WAITING, Invitation.State.SENT)
    for invitation in Invitation.objects.filter(partner=row, state__in=open_states).order_by("pk"):
        withdraw_invitation(actor=system, invitation=invitation, now=now)
    waiting = TrademarkRequest.objects.filter(partner=row, state=TrademarkRequest.State.WAITING)
    for request in waiting.order_by("pk"):
        withdraw_trademark(actor=system, request=request, now=now)
    for token in ApiToken.objects.filter(partner=row, revoked_at=None).order_by("pk"):
        revoke_token(actor=system, token=token, now=now)
