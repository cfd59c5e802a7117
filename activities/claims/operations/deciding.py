"""The vendor's operations on claims: approve a plan, ask, approve, decline, and record a reversal."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Code, says, sentence
from activities.claims.queries import cap_words
from activities.claims.rules import after
from activities.claims.writing import (
    UnableToClaim,
    UnableToDecideClaim,
    hold_claim,
    hold_partner,
    said,
    too_late,
    write_step,
)
from activities.models import Activity, Claim, ClaimMessage
from activities.operations import UnableToRecord, record_activity
from common.actor import Actor
from common.constraints import violated
from programs.rulebook import Rulebook, read_rulebook

Kind = ClaimMessage.Kind


def approve_plan(*, actor: Actor, claim: Claim, today: date, now: datetime, text: str = "") -> Claim:
    """Approve a plan so the partner can start; the result is claimed afterwards (B24-4.1).

    Raises UnableToDecideClaim when the claim is not a plan under review.
    """
    return _decide(actor, claim, "approve_plan", Kind.PLAN_APPROVED, text, today, now, required=False)


def ask_claimant(*, actor: Actor, claim: Claim, text: str, today: date, now: datetime) -> Claim:
    """Ask the partner for more information; the claim then waits for the partner. Raises UnableToDecideClaim."""
    return _decide(actor, claim, "ask", Kind.ASKED, text, today, now, required=True)


def decline_claim(*, actor: Actor, claim: Claim, text: str, today: date, now: datetime) -> Claim:
    """Decline a plan or a claim, and tell the partner why. Raises UnableToDecideClaim."""
    return _decide(actor, claim, "decline", Kind.DECLINED, text, today, now, required=True)


def approve_claim(
    *,
    actor: Actor,
    claim: Claim,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    text: str = "",
    quantity: int | None = None,
) -> Claim:
    """Turn the claim into an activity; points and levels change in the same transaction (B24-up, B24-4.1).

    ``quantity`` overrides the claimed quantity. The cap comes from the rules in force now; the database enforces it
    even for concurrent approvals. Raises UnableToDecideClaim when the claim is already decided, the cap is reached, or
    the rules no longer define the kind.
    """
    require(actor, "claims.decide", program_id=claim.program_id)
    with transaction.atomic():
        partner = hold_partner(claim.partner_id)
        row = _for_step(actor, claim, "approve")
        if row.on is None:
            raise UnableToDecideClaim({"": _("The claim names no day.")})
        text = _said(text, required=False)
        kind = rulebook.on(today).activities.get(row.kind)
        cap = kind.claim.cap if kind and kind.claim else None
        if quantity is not None:
            row.quantity = quantity
        try:
            row.activity = record_activity(
                actor=actor,
                partner=partner,
                rulebook=rulebook,
                kind=row.kind,
                on=row.on,
                today=today,
                now=now,
                quantity=row.quantity,
                subject=row.subject,
                reference=f"claim-{row.pk}",
                attributes=row.attributes,
            )
        except UnableToRecord as error:
            raise UnableToDecideClaim(error.problems) from error
        row.state, row.approved_on = after("approve", is_plan=False), today
        row.decided_by_id, row.decided_at = actor.user_id, now
        row.cap, row.cap_window = (cap.at_most, cap.window) if cap else (None, "")
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            if not violated(error, "activities_claim_cap"):
                raise
            raise UnableToDecideClaim({"": cap_words(kind, cap)}) from error
        _note(actor, row, says("Approved claim %(number)s (%(kind)s)"), now)
        write_step(row, Kind.APPROVED, actor=actor, rulebook=rulebook, today=today, now=now, text=text)
    return row


def follow_retraction(
    *, actor: Actor, activity_id: int, rulebook: Rulebook, today: date, now: datetime
) -> Claim | None:
    """Record on the claim who reversed its activity and why; None when the activity came from no claim.

    The reversal itself undoes points and levels, and frees room under the cap.
    """
    require(actor, "claims.decide")
    with transaction.atomic():
        claim = Claim.objects.visible_to(actor).filter(activity_id=activity_id).first()
        if claim is None:
            return None
        row = _for_step(actor, claim, "retract")
        retraction = Activity.objects.visible_to(actor).get(retracts_id=activity_id)
        row.state = after("retract", is_plan=False)
        row.save(update_fields=["state"])
        write_step(
            row,
            Kind.RETRACTED,
            actor=actor,
            rulebook=rulebook,
            today=today,
            now=now,
            text=retraction.reason,
            by_id=retraction.recorded_by_id,
        )
    return row


def _decide(
    actor: Actor, claim: Claim, step: str, kind: str, text: str, today: date, now: datetime, *, required: bool
) -> Claim:
    require(actor, "claims.decide", program_id=claim.program_id)
    with transaction.atomic():
        row = _for_step(actor, claim, step)
        text = _said(text, required=required)
        row.state = after(step, is_plan=row.on is None)
        row.planned = row.planned or step == "approve_plan"
        if step == "decline":
            row.decided_by_id, row.decided_at = actor.user_id, now
        row.save()
        _note(actor, row, _NOTED[step], now)
        rulebook = read_rulebook(row.program_id)
        write_step(row, kind, actor=actor, rulebook=rulebook, today=today, now=now, text=text)
    return row


_NOTED = {
    "approve_plan": says("Approved the plan of claim %(number)s (%(kind)s)"),
    "ask": says("Asked about claim %(number)s (%(kind)s)"),
    "decline": says("Declined claim %(number)s (%(kind)s)"),
}


def _for_step(actor: Actor, claim: Claim, step: str) -> Claim:
    row = hold_claim(actor, claim)
    if late := too_late(row, step):
        raise UnableToDecideClaim({"": late})
    return row


def _said(text: str, *, required: bool) -> str:
    try:
        return said(text, required=required)
    except UnableToClaim as error:
        raise UnableToDecideClaim(error.problems) from error


def _note(actor: Actor, claim: Claim, done: str, now: datetime) -> None:
    note_act(
        actor=actor,
        action="claims.decide",
        subject=claim,
        partner_id=claim.partner_id,
        now=now,
        summary=sentence(done, number=claim.pk, kind=Code("kind", claim.kind)),
    )
