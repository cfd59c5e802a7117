"""A card payment is booked once and refunded once, however many webhooks and workers meet (R6, R21)."""

import pytest

from common.actor import Actor
from common.tenancy import bind
from programs.models import Program
from store.cards.gateway import Gateway
from store.cards.keys import keys_named
from store.cards.operations import checkouts
from store.cards.operations.checkouts import Places, follow_checkout, start_checkout
from store.cards.operations.refunds import send_next_refund
from store.models import CardCheckout, CardRefund, Invoice, Order, Payment
from store.orders.operations.correcting import refund_order
from store.payments import operations as payments
from store.pricing.quoting import Wanted
from tests.cast import partner_actor
from tests.races.crowd import at_once, together
from tests.samples import sample
from tests.store import shop
from tests.store.cards.stripe_fake import SECRET, WEBHOOK, stripe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
PEOPLE = sample(4, campaign=24)


@pytest.fixture
def bank(settings):
    settings.TEST_PAYMENTS = False
    settings.STRIPE_ACCOUNTS = {"bitrix24": {"secret": SECRET, "webhook": WEBHOOK}}
    with stripe() as found:
        settings.STRIPE_API = found.url
        yield found


@pytest.fixture
def session(bank, program, alpha, alice):
    """A session that was paid at Stripe; nobody has told the portal."""
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"})
    buyer, plan = partner_actor(alpha, alice), shop.product(program, "cloud_standard_year")
    order = shop.place(buyer, alpha, Wanted(plan, 1, shop.ACME), method="card")
    with bind(program.pk, alpha.pk, alice.pk):
        start_checkout(actor=buyer, order=order, places=Places("https://a.example", "https://b.example"), now=shop.NOW)
    return bank.pay(order.number, shop.NOW.timestamp())["id"]


def webhooks(program, session, people):
    def follow(n):
        with bind(program.pk):
            return follow_checkout(
                actor=Actor.system(program.pk),
                program=Program.objects.get(pk=program.pk),
                keys=keys_named("bitrix24"),
                session=session,
                now=shop.NOW,
            )

    return [each.state if isinstance(each, CardCheckout) else type(each) for each in at_once(follow, people=people)]


@pytest.mark.rule("B24-2.2a")
def test_one_payment_told_by_many_webhooks_is_booked_once(program, session):
    assert webhooks(program, session, PEOPLE) == ["paid"] * PEOPLE
    with bind(program.pk):
        assert Order.objects.get().state == "paid"
        assert [Payment.objects.count(), Invoice.objects.count(), CardCheckout.objects.count()] == [1, 1, 1]


def test_control_without_the_lock_a_webhook_fails_or_asks_for_the_money_back(program, session, monkeypatch):
    def look(actor, order):
        return Order.objects.select_related("partner").get(pk=order.pk)

    monkeypatch.setattr(checkouts, "hold_order", look)
    monkeypatch.setattr(payments, "hold_order", together(look, people=2))
    assert webhooks(program, session, 2).count("paid") < 2


@pytest.fixture
def to_refund(program, session):
    webhooks(program, session, 1)
    with bind(program.pk):
        refund_order(
            actor=Actor.system(program.pk), order=Order.objects.get(), reason="Back", today=shop.TODAY, now=shop.NOW
        )


def send_at_once(program, people):
    def send(n):
        with bind(program.pk):
            program_again = Program.objects.get(pk=program.pk)
            return send_next_refund(actor=Actor.system(program.pk), program=program_again, now=shop.NOW)

    return at_once(send, people=people)


def test_many_workers_refund_once(program, bank, to_refund):
    send_at_once(program, PEOPLE)
    with bind(program.pk):
        assert CardRefund.objects.get().state == "sent"
    assert len(bank.refunds) == 1


def test_control_without_the_lock_and_stripes_key_it_is_refunded_twice(program, bank, to_refund):
    with bind(program.pk):
        intent = CardRefund.objects.get().checkout.intent

    def send(n):
        Gateway(keys_named("bitrix24")).refund(key=f"another-{n}", intent=intent, amount=100, metadata={})

    at_once(send, people=2)
    assert len(bank.refunds) == 2
