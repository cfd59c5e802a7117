"""Paying an order by card: start a Checkout session, and follow it to its end whoever says that something changed.

A webhook, the partner who comes back and the job only name a session. What became of it is asked from Stripe, so it
doesn't matter how often, how late or in which order they come, and whether a webhook comes at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.refusals import Refused
from programs.models import Program
from store.cards.gateway import Gateway, UnableToAsk
from store.cards.keys import CARD, Keys, keys_for, keys_named
from store.cards.models import CardCheckout
from store.cards.rules import SESSION_LASTS, UnfitAmount, charged_at, from_minor, intent_of, to_minor
from store.orders.models import Order
from store.orders.writing import hold_order
from store.payments.models import Payment
from store.payments.operations import receive

State = CardCheckout.State


class UnableToPayByCard(Refused):
    """The order can't be paid by card now; ``problems`` says why."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where Stripe sends the partner afterwards."""

    paid: str
    back: str


def start_checkout(*, actor: Actor, order: Order, places: Places, now: datetime) -> str:
    """The address of the page at Stripe where the partner pays the order. Clicking twice leads to the same page.

    Raises UnableToPayByCard if the order isn't open, the amount doesn't fit, or Stripe doesn't answer;
    PermissionDenied for anyone who may not order.
    """
    require(actor, "orders.place", program_id=order.program_id)
    program = order.program
    keys = keys_for(program.code, order.entity)
    if keys is None or order.state != Order.State.PLACED:
        raise UnableToPayByCard({"": _("This order can't be paid by card.")})
    before = CardCheckout.objects.visible_to(actor).filter(order=order).order_by("-pk")
    paid = Payment.objects.filter(order=order).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    amount = order.total - paid
    try:
        if address := _running(before.filter(state=State.OPEN, amount=amount, expires_at__gt=now).first()):
            return address
        found = Gateway(keys).start(
            key=f"{program.code}-{order.number}-{before.count() + 1}",
            reference=order.number,
            about=f"{program.name}: {order.number}",
            amount=to_minor(amount, order.currency),
            currency=order.currency,
            email=str(order.billing.get("email", "")),
            success=places.paid,
            cancel=places.back,
            expires_at=now + SESSION_LASTS,
            metadata={"program": program.code, "order": order.number},
        )
    except UnfitAmount as error:
        raise UnableToPayByCard({"": _("This amount can't be paid by card.")}) from error
    except UnableToAsk as error:
        said = _("The card form can't be opened right now. Try again in a few minutes.")
        raise UnableToPayByCard({"": said}) from error
    CardCheckout.objects.get_or_create(
        program_id=order.program_id,
        session=found["id"],
        defaults={
            "partner_id": order.partner_id,
            "order": order,
            "account": keys.name,
            "amount": amount,
            "currency": order.currency,
            "started_by_id": actor.user_id,
            "started_at": now,
            "expires_at": now + SESSION_LASTS,
        },
    )
    return str(found["url"])


def _running(checkout: CardCheckout | None) -> str:
    """The address of a session that can still be paid."""
    keys = keys_named(checkout.account) if checkout else None
    if checkout is None or keys is None:
        return ""
    found = Gateway(keys).session(checkout.session)
    return str(found.get("url") or "") if found["status"] == "open" else ""


def follow_checkout(*, actor: Actor, program: Program, keys: Keys, session: str, now: datetime) -> CardCheckout | None:
    """Ask Stripe about a session and do what follows: pay its order, or note that it expired.

    Doing it again changes nothing. None for a session that isn't of one of the program's orders. Raises UnableToAsk.
    """
    return follow(actor=actor, program=program, keys=keys, found=Gateway(keys).session(session), now=now)


def follow(
    *, actor: Actor, program: Program, keys: Keys, found: Mapping[str, Any], now: datetime
) -> CardCheckout | None:
    """Do what follows from a session as Stripe just described it."""
    require(actor, "orders.confirm", program_id=program.pk)
    order = _order_of(actor, program, found)
    if order is None:
        return None
    with transaction.atomic():
        hold_order(actor, order)
        checkout, _new = CardCheckout.objects.visible_to(actor).get_or_create(
            program_id=program.pk,
            session=found["id"],
            defaults={  # the process that started it was killed before it could note it
                "partner_id": order.partner_id,
                "order": order,
                "account": keys.name,
                "amount": from_minor(found["amount_total"], found["currency"].upper()),
                "currency": found["currency"].upper(),
                "started_at": now,
                "expires_at": now,
            },
        )
        checkout.asked_at, checkout.intent = now, intent_of(found) or checkout.intent
        if checkout.state in (State.OPEN, State.EXPIRED):
            if found["payment_status"] == "paid":
                _book(actor, program, checkout, charged_at(found) or now, now)
            elif found["status"] == "expired":
                checkout.state = State.EXPIRED
        checkout.save(update_fields=["asked_at", "intent", "state", "surplus", "note", "paid_on"])
    return checkout


def book_again(*, actor: Actor, checkout: CardCheckout, now: datetime) -> CardCheckout:
    """Try once more to pay the order with money that waits. Raises UnableToPayByCard if it still can't be paid."""
    require(actor, "payments.book", program_id=checkout.program_id)
    with transaction.atomic():
        row = hold_checkout(actor=actor, checkout=checkout, state=State.WAITING)
        _book(actor, row.program, row, None, now)
        if row.state == State.WAITING:
            raise UnableToPayByCard({"": row.note})
        row.save(update_fields=["state", "surplus", "note", "paid_on"])
        note_act(
            actor=actor,
            action="payments.book",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence("Booked the card payment of order %(order)s again", order=row.order.number),
        )
    return row


def hold_checkout(*, actor: Actor, checkout: CardCheckout, state: str) -> CardCheckout:
    """Lock the order and the checkout. Raises UnableToPayByCard if it is no longer in that state."""
    hold_order(actor, checkout.order)
    rows = CardCheckout.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    row = rows.select_related("order", "program").get(pk=checkout.pk)
    if row.state != state:
        raise UnableToPayByCard({"": _("This card payment is “%(state)s”.") % {"state": row.get_state_display()}})
    return row


def _book(actor: Actor, program: Program, row: CardCheckout, at: datetime | None, now: datetime) -> None:
    day: date | None = at.astimezone(ZoneInfo(program.time_zone)).date() if at else row.paid_on
    assert day is not None
    came = receive(
        actor=actor,
        order=row.order,
        means=CARD,
        reference=row.intent or row.session,
        amount=row.amount,
        currency=row.currency,
        received_on=day,
        now=now,
    )
    row.paid_on, row.note = day, came.refused[:400]
    row.surplus = row.amount if came.refused else came.surplus
    row.state = State.WAITING if row.surplus else State.PAID
    if came.surplus and not came.refused:
        row.note = _("The order was already paid.")


def _order_of(actor: Actor, program: Program, found: Mapping[str, Any]) -> Order | None:
    """The order of a session: the one we noted, or the one that its metadata name."""
    orders = Order.objects.visible_to(actor)
    known = orders.filter(card_checkouts__session=found["id"]).first()
    metadata = found.get("metadata") or {}
    if known is not None or metadata.get("program") != program.code:
        return known
    return orders.filter(number=metadata.get("order", "")).first()
