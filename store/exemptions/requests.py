"""Operations on requests for a tax exemption: ask, withdraw, approve, decline (B24-2.1.1b)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.events import publish
from common.text import without_odd
from common.uploads import Upload
from partners.documents import store_document
from partners.models import Partner
from programs.rulebook import Rulebook
from store.exemptions.events import ExemptionChanged
from store.exemptions.operations import PERMISSION, UnableToExempt, approve_exemption
from store.exemptions.rules import problems_of
from store.models import ExemptionRequest

State = ExemptionRequest.State
ASK = "exemptions.ask"
PURPOSE = "exemption"
LONGEST = 4000


def ask_exemption(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    proof: str,
    file: Upload,
    starts_on: date,
    ends_on: date | None,
    today: date,
    now: datetime,
) -> ExemptionRequest:
    """Ask that the partner pays no tax in these days, with its certificate; a partner has one open request.

    Raises UnableToExempt where the program has no exemptions, without a proof, for days that can't be or while
    another request is pending; PermissionDenied.
    """
    require(actor, ASK, program_id=partner.program_id)
    problems = problems_of(rulebook, without_odd(proof), starts_on, ends_on, today)
    if ends_on and ends_on < today:
        problems.setdefault("ends_on", _("Enter today or a later day."))
    if problems:
        raise UnableToExempt(problems)
    with transaction.atomic():
        held = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner.pk)
        if ExemptionRequest.objects.visible_to(actor).waiting().filter(partner=held).exists():
            raise UnableToExempt({"": _("You already have a pending request. Wait for our decision or withdraw it.")})
        own = {"program_id": held.program_id, "partner_id": held.pk}
        row = ExemptionRequest.objects.create(
            **own,
            proof=without_odd(proof)[:200],
            document=store_document(actor=actor, **own, upload=file, purpose=PURPOSE, now=now),
            starts_on=starts_on,
            ends_on=ends_on,
            asked_at=now,
            asked_by_id=actor.user_id,
        )
        publish(ExemptionChanged(rulebook, row.partner_id, row.pk, "asked", today, now))
    return row


def withdraw_exemption(
    *, actor: Actor, request: ExemptionRequest, rulebook: Rulebook, today: date, now: datetime
) -> ExemptionRequest:
    """Withdraw a pending request. Raises UnableToExempt if it was decided or withdrawn, PermissionDenied."""
    require(actor, ASK, program_id=request.program_id)
    with transaction.atomic():
        row = _hold(actor, request)
        _end(row, State.WITHDRAWN, actor, "", now)
        publish(ExemptionChanged(rulebook, row.partner_id, row.pk, "withdrawn", today, now))
    return row


def grant_request(
    *,
    actor: Actor,
    request: ExemptionRequest,
    rulebook: Rulebook,
    ends_on: date | None,
    today: date,
    now: datetime,
) -> ExemptionRequest:
    """Exempt the partner from the day it asked for until ``ends_on``; None is no end.

    Raises UnableToExempt if the request was decided or withdrawn, or for days that can't be; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=request.program_id)
    with transaction.atomic():
        row = _hold(actor, request)
        row.ends_on = ends_on
        approve_exemption(
            actor=actor,
            partner=row.partner,
            rulebook=rulebook,
            proof=row.proof,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            today=today,
            now=now,
        )
        _end(row, State.APPROVED, actor, "", now)
        _note(actor, row, sentence("Approved the request for a tax exemption %(proof)s", proof=row.proof), now)
        publish(ExemptionChanged(rulebook, row.partner_id, row.pk, "approved", today, now))
    return row


def decline_request(
    *, actor: Actor, request: ExemptionRequest, rulebook: Rulebook, reason: str, today: date, now: datetime
) -> ExemptionRequest:
    """Decline a request; the partner is told ``reason``.

    Raises UnableToExempt without a reason, or if the request was decided or withdrawn; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=request.program_id)
    reason = without_odd(reason, lines=True)[:LONGEST]
    if not reason:
        raise UnableToExempt({"reason": _("Enter a reason. We share it with the partner.")})
    with transaction.atomic():
        row = _hold(actor, request)
        _end(row, State.DECLINED, actor, reason, now)
        _note(actor, row, sentence("Declined the request for a tax exemption %(proof)s", proof=row.proof), now)
        publish(ExemptionChanged(rulebook, row.partner_id, row.pk, "declined", today, now))
    return row


def _hold(actor: Actor, request: ExemptionRequest) -> ExemptionRequest:
    rows = ExemptionRequest.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    row = rows.select_related("partner").get(pk=request.pk)
    if row.state != State.WAITING:
        said = _("This is no longer possible: the request is “%(state)s”.")
        raise UnableToExempt({"": said % {"state": row.get_state_display()}})
    return row


def _end(row: ExemptionRequest, state: State, actor: Actor, reason: str, now: datetime) -> None:
    row.state, row.reason, row.decided_at, row.decided_by_id = state, reason, now, actor.user_id
    row.save(update_fields=["state", "reason", "ends_on", "decided_at", "decided_by"])


def _note(actor: Actor, row: ExemptionRequest, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=row, partner_id=row.partner_id, now=now, summary=summary)
