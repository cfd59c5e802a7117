"""Operations on compliance records: refuse a sale, have one decided, ask the partner for documents (B24-2.4)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import says, sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.text import without_odd
from common.uploads import Upload
from partners.documents import store_document
from partners.models import Partner
from programs.rulebook import Rulebook, read_rulebook
from store.models import ComplianceCheck, ComplianceDocument, Order, OrderStep
from store.orders.events import OrderCleared
from store.orders.rules import after
from store.orders.writing import hold_order, refuse_late, write_step
from store.pricing.asked import EndClient
from store.pricing.markets import territory
from store.pricing.persons import standing_of
from store.screening.queries import screen
from store.screening.rules import Match

State = ComplianceCheck.State
LONGEST = 4000
PURPOSE = "compliance"


class UnableToDecideCompliance(Refused):
    """The record can't be decided, or what was written is empty; ``problems`` says why."""


def note_refused_sale(
    *,
    actor: Actor,
    partner: Partner,
    clients: Sequence[EndClient],
    clause: str,
    now: datetime,
    matches: Sequence[Match] = (),
) -> ComplianceCheck:
    """Keep a record of a sale that was refused because of its clients; one a day for the same clients.

    Raises PermissionDenied.
    """
    require(actor, "orders.place", program_id=partner.program_id)
    company, countries = _named(clients)
    known = ComplianceCheck.objects.visible_to(actor).filter(
        partner=partner, order=None, company=company, countries=countries, opened_at__gte=now - timedelta(days=1)
    )
    if found := known.order_by("pk").first():
        return found
    return _open(actor, partner, None, clients, State.REFUSED, clause, now, matches)


def note_if_excluded(
    *, actor: Actor, partner: Partner, rulebook: Rulebook, client: EndClient, today: date, now: datetime
) -> ComplianceCheck | None:
    """Keep a record if this client can't be sold to; None if it can. Raises PermissionDenied."""
    store = rulebook.on(today).store
    rules = store.exclusions if store else None
    if rules is None:
        return None
    listed = screen(partner.program_id, client.names, rules, today)
    if standing_of(client, listed, territory(rules, client.country, today)) != "excluded":
        return None
    hits = [match for found in listed.values() for match in found]
    return note_refused_sale(actor=actor, partner=partner, clients=[client], clause=rules.clause, now=now, matches=hits)


def open_check(
    *,
    actor: Actor,
    order: Order,
    clients: Sequence[EndClient],
    clause: str,
    now: datetime,
    matches: Sequence[Match] = (),
) -> ComplianceCheck:
    """Have an order decided before it is paid, because of its clients' territories or names.

    Raises PermissionDenied.
    """
    require(actor, "orders.place", program_id=order.program_id)
    return _open(actor, order.partner, order, clients, State.WAITING, clause, now, matches)


def ask_documents(*, actor: Actor, check: ComplianceCheck, question: str, now: datetime) -> ComplianceCheck:
    """Ask the partner for information or documents. Raises UnableToDecideCompliance, PermissionDenied."""
    require(actor, "compliance.decide", program_id=check.program_id)
    with transaction.atomic():
        row = _hold(actor, check)
        row.question, row.state = _said(question, "question"), State.ASKED
        row.save(update_fields=["question", "state"])
        _note(actor, row, says("Asked about the compliance record %(number)s of %(client)s"), now)
    return row


def answer_check(
    *, actor: Actor, check: ComplianceCheck, answer: str, files: Sequence[Upload], now: datetime
) -> ComplianceCheck:
    """Hand in what the vendor asked for; the record waits for its decision again.

    Raises UnableToDecideCompliance without an answer or once it is decided, PermissionDenied.
    """
    require(actor, "orders.place", program_id=check.program_id)
    with transaction.atomic():
        row = _hold(actor, check)
        row.answer, row.state = _said(answer, "answer"), State.WAITING
        row.save(update_fields=["answer", "state"])
        own = {"program_id": row.program_id, "partner_id": row.partner_id}
        for upload in files:
            document = store_document(actor=actor, **own, upload=upload, purpose=PURPOSE, now=now)
            ComplianceDocument.objects.create(**own, check_of=row, document=document)
    return row


def clear_check(*, actor: Actor, check: ComplianceCheck, reason: str, today: date, now: datetime) -> ComplianceCheck:
    """Let the order be paid; its prices are valid from today. Raises UnableToDecideCompliance, PermissionDenied."""
    return _decide(actor, check, reason, today, now, cleared=True)


def refuse_check(*, actor: Actor, check: ComplianceCheck, reason: str, today: date, now: datetime) -> ComplianceCheck:
    """Refuse the sale; its order is canceled. Raises UnableToDecideCompliance without a reason, PermissionDenied."""
    return _decide(actor, check, reason, today, now, cleared=False)


def _decide(
    actor: Actor, check: ComplianceCheck, reason: str, today: date, now: datetime, *, cleared: bool
) -> ComplianceCheck:
    require(actor, "compliance.decide", program_id=check.program_id)
    reason, rulebook = _said(reason, "reason"), read_rulebook(check.program_id)
    with transaction.atomic():
        order = hold_order(actor, check.order) if check.order else None
        row = _hold(actor, check)
        row.state = State.CLEARED if cleared else State.REFUSED
        row.reason, row.decided_at, row.decided_by_id = reason, now, actor.user_id
        row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
        done = (
            says("Cleared the compliance record %(number)s of %(client)s")
            if cleared
            else says("Refused the compliance record %(number)s of %(client)s")
        )
        _note(actor, row, done, now)
        if order is not None:
            step = "clear" if cleared else "refuse"
            refuse_late(order, step)
            store = rulebook.on(today).store
            days = store.payment.due_days if store else None
            order.state = after(step)
            order.due_on = today + timedelta(days=days) if cleared and days else order.due_on
            order.cancelled_at = None if cleared else now
            order.save(update_fields=["state", "due_on", "cancelled_at"])
            kind = OrderStep.Kind.CLEARED if cleared else OrderStep.Kind.REFUSED
            write_step(order, kind, actor=actor, now=now)
            publish(OrderCleared(rulebook, order.partner_id, order.pk, cleared, today, now))
    return row


def _open(
    actor: Actor,
    partner: Partner,
    order: Order | None,
    clients: Sequence[EndClient],
    state: State,
    clause: str,
    now: datetime,
    matches: Sequence[Match],
) -> ComplianceCheck:
    company, countries = _named(clients)
    return ComplianceCheck.objects.create(
        program_id=partner.program_id,
        partner=partner,
        order=order,
        state=state,
        company=company,
        countries=countries,
        matches=[match.stored() for match in matches],
        clause=clause,
        opened_at=now,
        opened_by_id=actor.user_id,
    )


def _named(clients: Sequence[EndClient]) -> tuple[str, list[str]]:
    """The clients' companies, and their countries, as a record names them."""
    companies = ", ".join(sorted({each.company for each in clients}))[:200]
    return companies, sorted({each.country for each in clients})


def _hold(actor: Actor, check: ComplianceCheck) -> ComplianceCheck:
    rows = ComplianceCheck.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    row = rows.get(pk=check.pk)
    if row.state not in ComplianceCheck.OPEN:
        said = _("This is no longer possible: the record is “%(state)s”.")
        raise UnableToDecideCompliance({"": said % {"state": row.get_state_display()}})
    return row


def _said(text: str, name: str) -> str:
    said = without_odd(text, lines=True)
    if not said or len(said) > LONGEST:
        raise UnableToDecideCompliance({name: _("Enter a text of at most %(most)s characters.") % {"most": LONGEST}})
    return said


def _note(actor: Actor, row: ComplianceCheck, done: str, now: datetime) -> None:
    note_act(
        actor=actor,
        action="compliance.decide",
        subject=row,
        partner_id=row.partner_id,
        now=now,
        summary=sentence(done, number=row.pk, client=row.company),
    )
