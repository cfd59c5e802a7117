"""Operations on requests for client documents: ask, answer, decide, and block orders meanwhile (B24-2.3.3)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.text import without_odd
from common.uploads import Upload
from partners.documents import store_document
from partners.models import Partner
from programs.definition.store import KnowYourCustomer
from programs.rulebook import Rulebook
from store.kyc.events import KycChanged
from store.models import KycDocument, KycRequest

State = KycRequest.State
PERMISSION = "kyc.ask"
PURPOSE = "kyc"
LONGEST = 4000


class UnableToKnowCustomer(Refused):
    """The request can't be made, answered or decided; ``problems`` says why, by field."""


def ask_for_documents(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    company: str,
    question: str,
    due_on: date | None = None,
    today: date,
    now: datetime,
) -> KycRequest:
    """Ask a partner for documents about a client, until a day; without one, the program's days from today.

    Raises UnableToKnowCustomer, PermissionDenied for partners.
    """
    require(actor, PERMISSION, program_id=partner.program_id)
    due = due_on or today + timedelta(days=_rules(rulebook, today).due_days)
    company = without_odd(company)[:200]
    if not company:
        raise UnableToKnowCustomer({"company": _("Enter the client's company.")})
    if due < today:
        raise UnableToKnowCustomer({"due_on": _("Enter today or a later day.")})
    with transaction.atomic():
        row = KycRequest.objects.create(
            program_id=partner.program_id,
            partner=partner,
            company=company,
            question=_said(question, "question"),
            due_on=due,
            asked_at=now,
            asked_by_id=actor.user_id,
        )
        _note(actor, row, sentence("Asked for documents about %(client)s until %(due)s", client=company, due=due), now)
        publish(KycChanged(rulebook, row.partner_id, row.pk, "asked", today, now))
    return row


def answer_request(
    *, actor: Actor, request: KycRequest, answer: str, files: Sequence[Upload], now: datetime
) -> KycRequest:
    """Hand in what was asked for; the partner's orders are no longer blocked by it.

    Raises UnableToKnowCustomer without an answer or for a request that doesn't wait for one, PermissionDenied.
    """
    require(actor, "kyc.answer", program_id=request.program_id)
    with transaction.atomic():
        row = _hold(actor, request, KycRequest.OPEN)
        row.answer, row.state, row.suspended_at = _said(answer, "answer"), State.ANSWERED, None
        row.answered_at, row.answered_by_id = now, actor.user_id
        row.save(update_fields=["answer", "state", "suspended_at", "answered_at", "answered_by"])
        own = {"program_id": row.program_id, "partner_id": row.partner_id}
        for upload in files:
            document = store_document(actor=actor, **own, upload=upload, purpose=PURPOSE, now=now)
            KycDocument.objects.create(**own, request=row, document=document)
    return row


def accept_answer(
    *, actor: Actor, request: KycRequest, rulebook: Rulebook, reason: str = "", today: date, now: datetime
) -> KycRequest:
    """Accept what the partner handed in. Raises UnableToKnowCustomer unless it answered, PermissionDenied."""
    require(actor, PERMISSION, program_id=request.program_id)
    with transaction.atomic():
        row = _hold(actor, request, (State.ANSWERED,))
        row.state = State.ACCEPTED
        _decide(row, actor, without_odd(reason, lines=True)[:LONGEST], now)
        _note(actor, row, sentence("Accepted the documents about %(client)s", client=row.company), now)
        publish(KycChanged(rulebook, row.partner_id, row.pk, "accepted", today, now))
    return row


def reject_answer(
    *, actor: Actor, request: KycRequest, rulebook: Rulebook, reason: str, today: date, now: datetime
) -> KycRequest:
    """Find the answer false or not enough; orders are blocked at once where the program does so by itself.

    Raises UnableToKnowCustomer unless the partner answered, or without a reason; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=request.program_id)
    with transaction.atomic():
        row = _hold(actor, request, (State.ANSWERED,))
        row.state = State.REJECTED
        row.suspended_at = now if _rules(rulebook, today).suspends == "by_itself" else None
        _decide(row, actor, _said(reason, "reason"), now)
        _note(actor, row, sentence("Rejected the documents about %(client)s", client=row.company), now)
        publish(KycChanged(rulebook, row.partner_id, row.pk, "rejected", today, now))
    return row


def block_orders(*, actor: Actor, request: KycRequest, rulebook: Rulebook, today: date, now: datetime) -> KycRequest:
    """Block the partner's orders until it answers a request that it missed or answered falsely.

    Raises UnableToKnowCustomer while there is time, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=request.program_id)
    with transaction.atomic():
        row = _hold(actor, request, KycRequest.OPEN)
        if row.state == State.ASKED and row.due_on >= today:
            raise UnableToKnowCustomer({"": _("The partner still has time to answer.")})
        if row.suspended_at is None:
            row.suspended_at = now
            row.save(update_fields=["suspended_at"])
            _note(
                actor,
                row,
                sentence("Blocked orders until the documents about %(client)s are there", client=row.company),
                now,
            )
            publish(KycChanged(rulebook, row.partner_id, row.pk, "blocked", today, now))
    return row


def block_overdue(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Block the orders of partners that missed a request, where the program does so by itself; returns how many."""
    store = rulebook.on(today).store
    if store is None or store.know_your_customer is None or store.know_your_customer.suspends != "by_itself":
        return 0
    late = list(KycRequest.objects.visible_to(actor).overdue(today).filter(suspended_at=None).order_by("pk"))
    for row in late:
        block_orders(actor=actor, request=row, rulebook=rulebook, today=today, now=now)
    return len(late)


def _rules(rulebook: Rulebook, today: date) -> KnowYourCustomer:
    store = rulebook.on(today).store
    if store is None or store.know_your_customer is None:
        raise UnableToKnowCustomer({"": _("This program doesn't ask for client documents.")})
    return store.know_your_customer


def _hold(actor: Actor, request: KycRequest, states: Sequence[str]) -> KycRequest:
    rows = KycRequest.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    row = rows.get(pk=request.pk)
    if row.state not in states:
        said = _("This is no longer possible: the request is “%(state)s”.")
        raise UnableToKnowCustomer({"": said % {"state": row.get_state_display()}})
    return row


def _decide(row: KycRequest, actor: Actor, reason: str, now: datetime) -> None:
    row.reason, row.decided_at, row.decided_by_id = reason, now, actor.user_id
    row.save(update_fields=["state", "suspended_at", "reason", "decided_at", "decided_by"])


def _said(text: str, name: str) -> str:
    said = without_odd(text, lines=True)
    if not said or len(said) > LONGEST:
        raise UnableToKnowCustomer({name: _("Enter a text of at most %(most)s characters.") % {"most": LONGEST}})
    return said


def _note(actor: Actor, row: KycRequest, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=row, partner_id=row.partner_id, now=now, summary=summary)
