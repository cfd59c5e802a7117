"""Follow-up of restrictions, requests and the end of a partnership: notices and withdrawn claims."""

from typing import Any

from activities.claims.operations.submitting import withdraw_claim
from activities.models import Claim
from common.actor import Actor
from partners.events import (
    PartnershipEnded,
)
from partners.measures.operations.partnership import end_partnership, resume_partnership
from statuses.events import DecisionTaken
from statuses.models import Decision

OPEN_CLAIMS = (Claim.State.PLANNED, Claim.State.PLAN_APPROVED, Claim.State.SUBMITTED, Claim.State.ASKED)


def follow_decision(event: DecisionTaken) -> None:
    """A termination ends the partnership, a later exception resumes it; the latest decision by day applies."""
    kinds = (Decision.Kind.TERMINATION, Decision.Kind.EXCEPTION)
    latest = Decision.objects.filter(partner_id=event.partner_id, kind__in=kinds).order_by("on", "pk").last()
    if latest is None:
        return
    given: dict[str, Any] = {
        "actor": Actor.system(event.program_id),
        "partner_id": event.partner_id,
        "rulebook": event.rulebook,
        "today": event.today,
        "now": event.now,
    }
    if latest.kind == Decision.Kind.TERMINATION:
        end_partnership(**given, on=latest.on, reason=latest.reason)
    else:
        resume_partnership(**given)


def withdraw_claims(event: PartnershipEnded) -> None:
    """Withdraw a former partner's undecided claims."""
    system = Actor.system(event.program_id)
    for claim in Claim.objects.filter(partner_id=event.partner_id, state__in=OPEN_CLAIMS).order_by("pk"):
        withdraw_claim(actor=system, claim=claim, rulebook=event.rulebook, today=event.today, now=event.now)
