"""The end of a partnership, and its resumption: what follows from the engine's decisions (portal/partnership.py)."""

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
    """End a partnership with effect ``on`` a day (B24-1.5); False when it had ended on that day already.

    From the next request on its people see no more than its records and the notice that says so: that is the role
    ``former``. What waited for a decision is withdrawn, and its programs' tokens are revoked. The levels end by the
    decision itself, and with them the place in the directory.
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
    """A manager took a former partner back; False when it is none. What was withdrawn or revoked stays so."""
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
    """In the system's name: nobody of the partner asked for it, and the manager's act is the termination itself."""
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
