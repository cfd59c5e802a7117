"""The partner's operations on claims: submit, complete a plan, answer, message, withdraw (B24-4.1)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Code, sentence
from activities.claims.answers import Given, asked_now, check
from activities.claims.queries import claimable
from activities.claims.rules import after, begins
from activities.claims.writing import UnableToClaim, hold_claim, said, too_late, write_step
from activities.models import Claim, ClaimMessage
from common.actor import Actor
from common.uploads import Upload
from partners.models import Partner
from programs.definition import Definition
from programs.definition.activities import ActivityKind
from programs.definition.activities import Claim as ClaimRule
from programs.rulebook import Rulebook, read_rulebook


def submit_claim(
    *, actor: Actor, partner: Partner, rulebook: Rulebook, kind: str, given: Given, today: date, now: datetime
) -> Claim:
    """Submit a claim of a kind that partners may claim (B24-4.1).

    Where the program approves plans first, ``given`` is the plan. Raises UnableToClaim with problems by field: a
    missing or invalid answer, a future day, a reached cap; PermissionDenied when the role may not claim.
    """
    require(actor, "claims.submit", program_id=partner.program_id)
    if actor.user_id is None:
        raise PermissionDenied("A claim is sent by a person.")
    known, rule = _claimable(rulebook.on(today), kind)
    is_plan = rule.prior_approval
    asked = asked_now(rule, is_plan=is_plan)
    checked, found = check(known, asked, given, is_plan=is_plan, today=today, held=())
    if full := claimable(actor, partner.pk, kind, known, on=today).full_words:
        found[""] = full
    if found:
        raise UnableToClaim(found)
    with transaction.atomic():
        claim = Claim(
            program_id=partner.program_id,
            partner=partner,
            kind=kind,
            state=begins(rule.prior_approval),
            submitted_by_id=actor.user_id,
            submitted_at=now,
            waits_since=now,
        )
        checked.write_to(claim, asked)
        claim.save()
        write_step(
            claim,
            ClaimMessage.Kind.SUBMITTED,
            actor=actor,
            rulebook=rulebook,
            today=today,
            now=now,
            answered=given.files,
        )
    return claim


def complete_claim(
    *, actor: Actor, claim: Claim, rulebook: Rulebook, given: Given, today: date, now: datetime
) -> Claim:
    """Claim the result of an approved plan. Raises UnableToClaim as ``submit_claim`` does."""
    require(actor, "claims.submit", program_id=claim.program_id)
    with transaction.atomic():
        row = _for_step(actor, claim, "complete")
        known, rule = _claimable(rulebook.on(today), row.kind)
        if full := claimable(actor, row.partner_id, row.kind, known, on=today).full_words:
            raise UnableToClaim({"": full})
        _take(row, known, rule, given, is_plan=False, today=today)
        row.state, row.submitted_at, row.waits_since = after("complete", is_plan=False), now, now
        row.save()
        write_step(
            row, ClaimMessage.Kind.SUBMITTED, actor=actor, rulebook=rulebook, today=today, now=now, answered=given.files
        )
    return row


def answer_claim(
    *,
    actor: Actor,
    claim: Claim,
    rulebook: Rulebook,
    text: str,
    today: date,
    now: datetime,
    given: Given | None = None,
    files: Sequence[Upload] = (),
) -> Claim:
    """Answer the vendor's question; ``given`` replaces earlier answers, ``files`` are attached to the message.

    Without ``given`` nothing is corrected. The claim then waits for the vendor again. Raises UnableToClaim.
    """
    require(actor, "claims.submit", program_id=claim.program_id)
    with transaction.atomic():
        row = _for_step(actor, claim, "answer")
        text, is_plan = said(text, required=False), row.on is None
        changes: Mapping[str, object] = {}
        if given is not None:
            known, rule = _claimable(rulebook.on(today), row.kind)
            changes = _take(row, known, rule, given, is_plan=is_plan, today=today)
        if not (text or files or changes or (given and given.files)):
            raise UnableToClaim({"text": _("Answer the question, or correct your claim.")})
        row.state, row.waits_since = after("answer", is_plan=is_plan), now
        row.save()
        write_step(
            row,
            ClaimMessage.Kind.ANSWERED,
            actor=actor,
            rulebook=rulebook,
            today=today,
            now=now,
            text=text,
            changes=changes,
            answered=given.files if given else None,
            attached=files,
        )
    return row


def add_message(
    *, actor: Actor, claim: Claim, text: str, today: date, now: datetime, files: Sequence[Upload] = ()
) -> ClaimMessage:
    """Add a message from partner or vendor to a claim in any state.

    Raises UnableToClaim for an empty message.
    """
    require(actor, "claims.decide" if actor.is_vendor else "claims.submit", program_id=claim.program_id)
    with transaction.atomic():
        row = hold_claim(actor, claim)
        text = said(text, required=not files)
        note_act(
            actor=actor,
            action="claims.decide",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence("Wrote about claim %(number)s (%(kind)s)", number=row.pk, kind=Code("kind", row.kind)),
        )
        rulebook = read_rulebook(row.program_id)
        return write_step(
            row,
            ClaimMessage.Kind.MESSAGE,
            actor=actor,
            rulebook=rulebook,
            today=today,
            now=now,
            text=text,
            attached=files,
        )


def withdraw_claim(
    *, actor: Actor, claim: Claim, today: date, now: datetime, text: str = "", rulebook: Rulebook | None = None
) -> Claim:
    """Withdraw a claim before it is decided. Raises UnableToClaim once it is.

    Callers that already have the ``rulebook`` pass it on; otherwise it is read here.
    """
    require(actor, "claims.submit", program_id=claim.program_id)
    with transaction.atomic():
        row = _for_step(actor, claim, "withdraw")
        text = said(text, required=False)
        row.state = after("withdraw", is_plan=False)
        row.save(update_fields=["state"])
        rulebook = rulebook or read_rulebook(row.program_id)
        write_step(row, ClaimMessage.Kind.WITHDRAWN, actor=actor, rulebook=rulebook, today=today, now=now, text=text)
    return row


def _claimable(definition: Definition, code: str) -> tuple[ActivityKind, ClaimRule]:
    kind = definition.activities.get(code)
    if kind is None or kind.claim is None:
        raise UnableToClaim({"": _("Partners can't claim this.")})
    return kind, kind.claim


def _for_step(actor: Actor, claim: Claim, step: str) -> Claim:
    row = hold_claim(actor, claim)
    if late := too_late(row, step):
        raise UnableToClaim({"": late})
    return row


def _take(
    row: Claim, kind: ActivityKind, rule: ClaimRule, given: Given, *, is_plan: bool, today: date
) -> dict[str, list[object]]:
    """Store the input on the claim; returns what changed. Raises UnableToClaim."""
    asked = asked_now(rule, is_plan=is_plan)
    held = set(row.files.exclude(field="").values_list("field", flat=True))
    checked, found = check(kind, asked, given, is_plan=is_plan, today=today, held=held)
    if found:
        raise UnableToClaim(found)
    return checked.write_to(row, asked)
