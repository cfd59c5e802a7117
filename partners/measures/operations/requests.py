"""Information requests to partners (B24-1.7.2), and partners' requests to use the trademarks (B24-1.6)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import says, sentence
from common.actor import Actor
from common.events import publish
from common.letters import clean
from common.refusals import Refused
from common.uploads import Upload
from partners.documents import store_document
from partners.events import InformationAnswered, InformationAsked, TrademarkDecided
from partners.models import InformationRequest, Partner, TrademarkRequest
from partners.terms import term
from programs.definition import Definition
from programs.rulebook import Rulebook, read_rulebook

LONGEST_TEXT = 4000
MOST_WAITING = 20  # pending trademark requests per partner
State = TrademarkRequest.State


class UnableToAsk(Refused):
    """The request can't be made. ``problems`` gives the reasons by field."""


class UnableToAnswer(Refused):
    """The request can't be answered or decided. ``problems`` gives the reasons by field."""


def ask_information(
    *, actor: Actor, partner: Partner, rulebook: Rulebook, question: str, today: date, now: datetime
) -> InformationRequest:
    """Ask a partner for information. The answer is due in the program's days from ``today`` (B24-1.7.2).

    Raises UnableToAsk without a question, if the program has no such rule, and for former partners; PermissionDenied.
    """
    require(actor, "information.ask", program_id=partner.program_id)
    definition = rulebook.on(today)
    rule = definition.admission.information_requests if definition.admission else None
    if rule is None:
        raise UnableToAsk({"": _("This program doesn't ask its partners for information.")})
    question, problems = _text(question, "question", _("Enter your question."))
    with transaction.atomic():
        row = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner.pk)
        if row.ended_on is not None:
            problems[""] = _("The partnership has ended: nobody there can answer.")
        if problems:
            raise UnableToAsk(problems)
        asked = InformationRequest.objects.create(
            program_id=row.program_id,
            partner=row,
            question=question,
            asked_by_id=actor.user_id,
            asked_at=now,
            due_on=term(definition, rule.due, row).due_on(today),
        )
        note_act(
            actor=actor,
            action="information.ask",
            subject=asked,
            partner_id=row.pk,
            now=now,
            summary=sentence("Asked %(row)s for information, due on %(due_on)s", row=row, due_on=asked.due_on),
        )
        publish(InformationAsked(rulebook, row.pk, asked.pk, today, now))
    return asked


def answer_information(
    *,
    actor: Actor,
    request: InformationRequest,
    answer: str,
    today: date,
    now: datetime,
    files: Sequence[Upload] = (),
) -> InformationRequest:
    """Answer the vendor's request, once, perhaps with files. Overdue requests can still be answered.

    Raises UnableToAnswer if the answer is empty or the request was answered or withdrawn before, PermissionDenied.
    """
    require(actor, "information.answer", program_id=request.program_id)
    answer, problems = _text(answer, "answer", _("Write your answer."))
    if problems:
        raise UnableToAnswer(problems)
    with transaction.atomic():
        row = InformationRequest.objects.visible_to(actor).select_for_update(no_key=True).get(pk=request.pk)
        if row.answered_at is not None:
            raise UnableToAnswer({"": _("A colleague has already answered this.")})
        if row.withdrawn_at is not None:
            raise UnableToAnswer({"": _("We withdrew this question: you needn't answer.")})
        row.answer, row.answered_by_id, row.answered_at = answer, actor.user_id, now
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        for upload in files:
            store_document(
                actor=actor,
                program_id=row.program_id,
                upload=upload,
                purpose="answer",
                now=now,
                partner_id=row.partner_id,
                request_id=row.pk,
            )
        publish(InformationAnswered(read_rulebook(row.program_id), row.partner_id, row.pk, today, now))
    return row


def ask_trademark(*, actor: Actor, definition: Definition, use: str, now: datetime) -> TrademarkRequest:
    """Ask for permission to use the vendor's trademarks (B24-1.6).

    Raises UnableToAsk if the text is empty, too many requests are pending or the program has no such rule;
    PermissionDenied.
    """
    require(actor, "trademarks.ask")
    rule = definition.admission.trademarks if definition.admission else None
    if rule is None or actor.kind != "partner" or actor.user_id is None:
        raise UnableToAsk({"": _("This program doesn't take trademark requests.")})
    use, problems = _text(use, "use", _("Describe what you want to use, where and how."))
    if problems:
        raise UnableToAsk(problems)
    with transaction.atomic():
        row = Partner.objects.visible_to(actor).select_for_update(no_key=True).get()
        if TrademarkRequest.objects.filter(partner=row, state=State.WAITING).count() >= MOST_WAITING:
            raise UnableToAsk(
                {"": _("You already have %(most)s open requests. Wait for a decision first.") % {"most": MOST_WAITING}}
            )
        return TrademarkRequest.objects.create(
            program_id=row.program_id, partner=row, use=use, asked_by_id=actor.user_id, asked_at=now
        )


def withdraw_trademark(*, actor: Actor, request: TrademarkRequest, now: datetime) -> TrademarkRequest:
    """Withdraw a pending trademark request. Raises UnableToAnswer if it was decided, PermissionDenied."""
    require(actor, "trademarks.ask", program_id=request.program_id)
    with transaction.atomic():
        row = _waiting(actor, request)
        row.state, row.decided_at = State.WITHDRAWN, now
        row.save(update_fields=["state", "decided_at"])
    return row


def decide_trademark(
    *, actor: Actor, request: TrademarkRequest, approved: bool, note: str, today: date, now: datetime
) -> TrademarkRequest:
    """Approve or decline a trademark request (B24-1.6). The partner is told ``note``, which is required to decline.

    Raises UnableToAnswer if the request was decided or withdrawn before, PermissionDenied.
    """
    require(actor, "trademarks.decide", program_id=request.program_id)
    note = clean(note).strip()
    if len(note) > LONGEST_TEXT or (not note and not approved):
        raise UnableToAnswer({"note": _too_long() if note else _("Enter a reason. We share it with the partner.")})
    with transaction.atomic():
        row = _waiting(actor, request)
        row.state = State.APPROVED if approved else State.DECLINED
        row.decided_by_id, row.decided_at, row.note = actor.user_id, now, note
        row.save(update_fields=["state", "decided_by", "decided_at", "note"])
        done = (
            says("Approved a use of the trademarks by %(partner)s")
            if approved
            else says("Declined a use of the trademarks by %(partner)s")
        )
        note_act(
            actor=actor,
            action="trademarks.decide",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence(done, partner=row.partner),
            details={"note": note},
        )
        publish(TrademarkDecided(read_rulebook(row.program_id), row.partner_id, row.pk, today, now))
    return row


def _waiting(actor: Actor, request: TrademarkRequest) -> TrademarkRequest:
    """The request, locked. Raises UnableToAnswer unless it is pending."""
    rows = TrademarkRequest.objects.visible_to(actor).select_related("partner")
    row = rows.select_for_update(no_key=True, of=("self",)).get(pk=request.pk)
    if row.state != State.WAITING:
        raise UnableToAnswer({"": _("This request is %(state)s already.") % {"state": row.get_state_display()}})
    return row


def _text(text: str, field: str, missing: str) -> tuple[str, dict[str, str]]:
    text = clean(text).strip()
    if not text:
        return text, {field: missing}
    return text, {field: _too_long()} if len(text) > LONGEST_TEXT else {}


def _too_long() -> str:
    return _("At most %(most)s characters.") % {"most": LONGEST_TEXT}
