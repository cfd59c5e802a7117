"""What an order's refund does to its card payment, and what the job asks Stripe."""

from datetime import datetime

import structlog

from common.actor import Actor
from common.tenancy import bind
from programs.models import Program
from store.cards.gateway import UnableToAsk
from store.cards.keys import keys_named
from store.cards.operations.checkouts import follow_checkout
from store.cards.operations.refunds import queue_refunds, send_next_refund
from store.cards.queries import checkouts_to_ask
from store.models import Refund
from store.orders.events import OrderRefunded

MOST = 100  # of one run
log = structlog.get_logger("echelon.store")


def refund_card(event: OrderRefunded) -> None:
    """Queue the refund to the card that paid the order."""
    system = Actor.system(event.program_id)
    with bind(event.program_id):
        refund = Refund.objects.visible_to(system).get(pk=event.refund_id)
        queue_refunds(actor=system, refund=refund, now=event.now)


def ask_stripe(*, program: Program, now: datetime) -> int:
    """Ask about checkouts of which no webhook came, and send refunds that are due; returns how many."""
    system, done = Actor.system(program.pk), 0
    with bind(program.pk):
        waiting = list(checkouts_to_ask(system, now=now)[:MOST])
    for checkout in waiting:
        keys = keys_named(checkout.account)
        if keys is None:
            continue
        try:
            with bind(program.pk):
                follow_checkout(actor=system, program=program, keys=keys, session=checkout.session, now=now)
            done += 1
        except UnableToAsk as error:
            log.warning("store.card_not_asked", reason=error.why)
    for _each in range(MOST):
        with bind(program.pk):
            if send_next_refund(actor=system, program=program, now=now) is None:
                break
        done += 1
    return done
