"""Money back to cards: what the order's refunds ask for, what was refunded at Stripe itself, and disputes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.refusals import Refused
from programs.models import Program
from store.cards.gateway import Gateway, UnableToAsk
from store.cards.keys import Keys, keys_named
from store.cards.models import CardCheckout, CardDispute, CardRefund
from store.cards.operations.checkouts import follow, hold_checkout
from store.cards.rules import REFUND_PAUSES, from_minor, intent_of, to_minor
from store.orders.models import Refund

State = CardRefund.State
ZERO = Decimal(0)
PERMISSION = "payments.book"
OURS = "card_refund"  # the name of our id in the metadata of a refund at Stripe
_OPEN_DISPUTES = ("warning_needs_response", "warning_under_review", "needs_response", "under_review")
_GOOD = ("succeeded", "pending", "requires_action")


class UnableToRefundCard(Refused):
    """The card refund can't be changed; ``problems`` says why."""


def queue_refunds(*, actor: Actor, refund: Refund, now: datetime) -> list[CardRefund]:
    """Queue the part of an order's refund that was paid by card. One that was made at Stripe already is not repeated.

    What the card didn't pay is given back by hand.
    """
    require(actor, "orders.confirm", program_id=refund.program_id)
    left, queued = refund.total, []
    paid = CardCheckout.objects.visible_to(actor).filter(order=refund.order_id, state=CardCheckout.State.PAID)
    for checkout in paid.order_by("pk"):
        made = CardRefund.objects.visible_to(actor).filter(checkout=checkout, refund=None, state=State.FOREIGN)
        if known := made.filter(amount=left).first():
            known.refund, known.state = refund, State.SETTLED
            known.save(update_fields=["refund", "state"])
            return [known]
        amount = min(left, checkout.amount - _returned(checkout))
        if amount > 0:
            queued.append(_queue(checkout, amount, now, refund=refund))
            break  # an order has one card payment; the rest of it came by transfer
    return queued


def give_back(*, actor: Actor, checkout: CardCheckout, now: datetime) -> CardCheckout:
    """Give back money that its order couldn't take. Raises UnableToPayByCard once that was done, PermissionDenied."""
    require(actor, PERMISSION, program_id=checkout.program_id)
    with transaction.atomic():
        row = hold_checkout(actor=actor, checkout=checkout, state=CardCheckout.State.WAITING)
        _queue(row, row.surplus, now)
        row.state, row.surplus = CardCheckout.State.RETURNED, ZERO
        row.save(update_fields=["state", "surplus"])
        _note(
            actor,
            row,
            row.partner_id,
            sentence("Gave back the card payment of order %(order)s", order=row.order.number),
            now,
        )
    return row


def send_next_refund(*, actor: Actor, program: Program, now: datetime) -> CardRefund | None:
    """Ask Stripe for the oldest refund that is due; None if there is none. Bind the program first.

    A killed process asks again with the same key, so that Stripe refunds once.
    """
    require(actor, "orders.confirm", program_id=program.pk)
    due = CardRefund.objects.visible_to(actor).filter(
        Q(retry_at=None) | Q(retry_at__lte=now), program=program, state=State.WAITING
    )
    rows = due.select_related("checkout").select_for_update(skip_locked=True, no_key=True, of=("self",))
    row = rows.order_by("pk").first()
    if row is None:
        return None
    keys = keys_named(row.checkout.account)
    row.attempts += 1
    if keys is None:
        row.state, row.failure = (
            State.FAILED,
            _("There is no Stripe account %(name)s.") % {"name": row.checkout.account},
        )
    else:
        _send(row, keys, now)
    row.save(update_fields=["attempts", "state", "failure", "retry_at", "reference", "sent_at"])
    return row


def retry_refund(*, actor: Actor, card_refund: CardRefund, now: datetime) -> CardRefund:
    """Ask for a failed refund again. Raises UnableToRefundCard, PermissionDenied."""
    require(actor, PERMISSION, program_id=card_refund.program_id)
    with transaction.atomic():
        row = _hold(actor, card_refund, State.FAILED)
        # Stripe remembers the answer to a key, so a refund that failed is queued anew and asked for with another one.
        row.state, row.retry_at, row.reference, row.attempts, row.queued_at = State.WAITING, None, None, 0, now
        row.save(update_fields=["state", "retry_at", "reference", "attempts", "queued_at"])
        _note(actor, row, row.partner_id, sentence("Retried card refund %(number)s", number=row.pk), now)
    return row


def settle_refund(*, actor: Actor, card_refund: CardRefund, note: str, now: datetime) -> CardRefund:
    """Note what was done about a refund outside the portal. Raises UnableToRefundCard, PermissionDenied."""
    require(actor, PERMISSION, program_id=card_refund.program_id)
    with transaction.atomic():
        row = _hold(actor, card_refund, *CardRefund.OPEN)
        row.state, row.note = State.SETTLED, note[:400]
        row.save(update_fields=["state", "note"])
        _note(
            actor,
            row,
            row.partner_id,
            sentence("Settled card refund %(number)s: %(note)s", number=row.pk, note=note[:200]),
            now,
        )
    return row


def follow_payment(*, actor: Actor, program: Program, keys: Keys, intent: str, now: datetime) -> CardCheckout | None:
    """Compare the refunds of a payment with Stripe's. One that nobody asked for here waits for a manager.

    A payment that isn't known yet is booked first. Raises UnableToAsk.
    """
    checkout = checkout_of(actor=actor, program=program, keys=keys, intent=intent, now=now)
    if checkout is None:
        return None
    for found in Gateway(keys).refunds(intent):
        _reconcile(actor, checkout, found, now)
    return checkout


def follow_dispute(*, actor: Actor, program: Program, keys: Keys, dispute: str, now: datetime) -> CardDispute | None:
    """Note a dispute as Stripe describes it now. A lost one waits for a manager, who refunds the order."""
    found = Gateway(keys).dispute(dispute)
    intent = intent_of(found)
    checkout = checkout_of(actor=actor, program=program, keys=keys, intent=intent, now=now)
    if checkout is None:
        return None
    state = "open" if found["status"] in _OPEN_DISPUTES else "lost" if found["status"] == "lost" else "won"
    due = (found.get("evidence_details") or {}).get("due_by")
    currency = found["currency"].upper()
    amount = from_minor(found["amount"], currency)
    with transaction.atomic():
        row, _new = CardDispute.objects.get_or_create(
            program=program,
            reference=found["id"],
            defaults={
                "partner_id": checkout.partner_id,
                "checkout": checkout,
                "amount": amount,
                "currency": currency,
                "reason": str(found.get("reason", ""))[:80],
                "opened_at": datetime.fromtimestamp(found["created"], UTC),
            },
        )
        row.state, row.due_on = state, datetime.fromtimestamp(due, UTC).date() if due else None
        row.closed_at = (row.closed_at or now) if state != CardDispute.State.OPEN else None
        row.save(update_fields=["state", "due_on", "closed_at"])
        if state == CardDispute.State.LOST:
            _foreign(checkout, found["id"], amount, now, note=_("A lost dispute."))
    return row


def checkout_of(*, actor: Actor, program: Program, keys: Keys, intent: str, now: datetime) -> CardCheckout | None:
    """The checkout of a payment, followed first if its webhook hasn't come yet."""
    require(actor, "orders.confirm", program_id=program.pk)
    known = CardCheckout.objects.visible_to(actor).filter(intent=intent).first() if intent else None
    if known is not None or not intent:
        return known
    found = Gateway(keys).session_of(intent)
    return follow(actor=actor, program=program, keys=keys, found=found, now=now) if found else None


def _send(row: CardRefund, keys: Keys, now: datetime) -> None:
    try:
        found = Gateway(keys).refund(
            key=f"card-refund-{row.pk}-{int(row.queued_at.timestamp())}",
            intent=row.checkout.intent,
            amount=to_minor(row.amount, row.currency),
            metadata={OURS: str(row.pk)},
        )
    except UnableToAsk as error:
        again = None if error.final or row.attempts > len(REFUND_PAUSES) else REFUND_PAUSES[row.attempts - 1]
        row.state = State.WAITING if again else State.FAILED
        row.failure, row.retry_at = error.why[:200], now + again if again else None
        return
    row.state, row.reference, row.sent_at, row.failure = State.SENT, found["id"], now, ""


def _reconcile(actor: Actor, checkout: CardCheckout, found: Mapping[str, Any], now: datetime) -> None:
    rows = CardRefund.objects.visible_to(actor).filter(checkout=checkout)
    ours = (found.get("metadata") or {}).get(OURS, "")
    row = rows.filter(reference=found["id"]).first() or (rows.filter(pk=int(ours)).first() if ours.isdigit() else None)
    amount = from_minor(found["amount"], checkout.currency)
    if row is None:
        if found["status"] in _GOOD:
            _foreign(checkout, found["id"], amount, now)
        return
    if found["status"] in _GOOD:
        if row.state == State.WAITING:
            rows.filter(pk=row.pk).update(state=State.SENT, reference=found["id"], sent_at=now, failure="")
    elif row.state in (State.WAITING, State.SENT):
        rows.filter(pk=row.pk).update(state=State.FAILED, failure=str(found.get("failure_reason") or found["status"]))


def _foreign(checkout: CardCheckout, reference: str, amount: Decimal, now: datetime, note: str = "") -> None:
    CardRefund.objects.get_or_create(
        program_id=checkout.program_id,
        reference=reference,
        defaults={
            "partner_id": checkout.partner_id,
            "checkout": checkout,
            "amount": amount,
            "currency": checkout.currency,
            "state": State.FOREIGN,
            "note": note,
            "queued_at": now,
        },
    )


def _queue(checkout: CardCheckout, amount: Decimal, now: datetime, refund: Refund | None = None) -> CardRefund:
    return CardRefund.objects.create(
        program_id=checkout.program_id,
        partner_id=checkout.partner_id,
        checkout=checkout,
        refund=refund,
        amount=amount,
        currency=checkout.currency,
        state=State.WAITING,
        queued_at=now,
    )


def _returned(checkout: CardCheckout) -> Decimal:
    return checkout.refunds.aggregate(total=Sum("amount"))["total"] or ZERO


def _hold(actor: Actor, card_refund: CardRefund, *states: str) -> CardRefund:
    row = CardRefund.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=card_refund.pk)
    if row.state not in states:
        raise UnableToRefundCard({"": _("This refund is “%(state)s”.") % {"state": row.get_state_display()}})
    return row


def _note(actor: Actor, subject: CardCheckout | CardRefund, partner_id: int, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=subject, partner_id=partner_id, now=now, summary=summary)
