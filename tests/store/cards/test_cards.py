"""An order is paid by card, through the pages and Stripe's webhooks, whatever comes twice, late, early or never."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from common.tenancy import bind
from store.jobs import ask_cards
from store.models import CardCheckout, CardDispute, CardRefund, Invoice, Order, Payment
from store.orders.operations import cancel_order
from store.orders.operations.correcting import refund_order
from store.payments.operations import receive
from store.pricing.quoting import Wanted
from tests.cast import partner_actor, staff_actor
from tests.store import shop
from tests.store.cards.stripe_fake import SECRET, WEBHOOK, event, stripe

pytestmark = pytest.mark.django_db
HOOK = "/webhooks/stripe/"


@pytest.fixture
def bank(settings, fresh_cache):
    """Stripe takes the cards of one contracting entity."""
    settings.TEST_PAYMENTS = False
    settings.STRIPE_ACCOUNTS = {"bitrix24/limited": {"secret": SECRET, "webhook": WEBHOOK}}
    with time_machine.travel(shop.NOW, tick=False), stripe() as found:
        settings.STRIPE_API = found.url
        yield found


@pytest.fixture
def client(visit):
    """Stripe, on the program's host."""
    return visit()


@pytest.fixture
def placed(bank, program, alpha, alice):
    """An order of 1,425.60 EUR by card."""
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"})
    shop.promote(alpha, "silver")
    plan = shop.product(program, "cloud_standard_year")
    return shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 2, shop.ACME), method="card")


@pytest.fixture
def pay(placed, bank, visit, alice):
    """Alice goes to Stripe's form and pays there; nobody has told the portal yet."""

    def at_stripe(at=shop.NOW):
        page = visit(alice).post(f"/dashboard/orders/{placed.number}/pay/card/").content.decode()
        assert "https://checkout.stripe.com/c/pay/cs_1" in page
        return bank.pay(placed.number, at.timestamp())

    return at_stripe


def state(order):
    with bind(order.program_id):
        return Order.objects.get(pk=order.pk).state


def checkouts(order):
    with bind(order.program_id):
        return list(CardCheckout.objects.order_by("pk").values_list("state", "surplus"))


@pytest.mark.rule("B24-2.1.2a", "B24-2.2a")
def test_the_webhook_pays_the_order_once_however_often_it_comes(placed, pay, client):
    session = pay()
    for _each in range(3):
        assert client.post(HOOK, **event("checkout.session.completed", session)).status_code == 200
    assert client.post(HOOK, **event("checkout.session.expired", session)).status_code == 200  # late and untrue
    assert (state(placed), checkouts(placed)) == ("paid", [("paid", 0)])
    with bind(placed.program_id):
        assert (Payment.objects.get().reference, Payment.objects.get().amount) == ("pi_1", Decimal("1425.6"))
        assert Invoice.objects.count() == 1


def test_two_clicks_lead_to_the_same_form(placed, pay, visit, alice, bank):
    for _each in range(2):
        visit(alice).post(f"/dashboard/orders/{placed.number}/pay/card/")
    assert (len(bank.sessions), len(checkouts(placed))) == (1, 1)


def test_the_partner_comes_back_before_the_webhook(placed, pay, visit, alice, client):
    session = pay()
    page = visit(alice).get(f"/dashboard/orders/{placed.number}/paid/card/", follow=True).content.decode()
    assert "Your products are ready" in page
    client.post(HOOK, **event("checkout.session.completed", session))
    assert (state(placed), checkouts(placed)) == ("paid", [("paid", 0)])


def test_without_any_webhook_the_job_asks(placed, pay, bank):
    pay()
    assert ask_cards() == 0  # it may still come
    with time_machine.travel(shop.NOW + timedelta(minutes=4), tick=False):
        bank.down = True
        assert ask_cards() == 0
        bank.down = False
        assert ask_cards() == 1
    assert state(placed) == "paid"


def test_a_session_that_the_portal_forgot_is_found_by_its_order(placed, pay, client):
    """The process was killed between Stripe's answer and its own commit."""
    session = pay()
    with bind(placed.program_id):
        CardCheckout.objects.all().delete()
    client.post(HOOK, **event("checkout.session.completed", session))
    assert (state(placed), checkouts(placed)) == ("paid", [("paid", 0)])


def test_a_dispute_may_come_before_the_payment(placed, pay, client, bank, visit, charlie):
    pay()
    dispute = bank.dispute("pi_1", 142560, "needs_response")
    assert client.post(HOOK, **event("charge.dispute.created", dispute)).status_code == 200
    assert state(placed) == "paid"
    assert "Card disputes" in visit(charlie).get("/admin/").content.decode()
    lost = bank.dispute("pi_1", 142560, "lost")
    for _each in range(2):
        client.post(HOOK, **event("charge.dispute.closed", lost))
    with bind(placed.program_id):
        assert CardDispute.objects.get().state == "lost"
        assert CardRefund.objects.get().state == "foreign"  # a manager refunds the order, and no money goes twice
        refund_order(
            actor=staff_actor(placed.program, charlie), order=placed, reason="Lost", today=shop.TODAY, now=shop.NOW
        )
        assert CardRefund.objects.get().state == "settled"
    ask_cards()
    assert bank.refunds == {}


def test_a_forged_or_old_webhook_changes_nothing(placed, pay, client, bank):
    session = pay()
    asked = len(bank.asked)
    forged = event("checkout.session.completed", session, secret="whsec_forged")
    assert client.post(HOOK, **forged).status_code == 400
    old = event("checkout.session.completed", session, at=shop.NOW.timestamp() - 600)
    assert client.post(HOOK, **old).status_code == 400
    assert client.post(HOOK).status_code == 400
    assert (state(placed), len(bank.asked)) == ("placed", asked)


def test_a_webhook_is_sent_again_while_stripe_does_not_answer(placed, pay, client, bank, caplog):
    session = pay()
    bank.down = True
    assert client.post(HOOK, **event("checkout.session.completed", session)).status_code == 503
    bank.down = False
    assert client.post(HOOK, **event("checkout.session.completed", session)).status_code == 200
    assert state(placed) == "paid"
    assert not any(secret in caplog.text for secret in (SECRET, WEBHOOK))


def test_a_refund_goes_back_to_the_card_once(placed, pay, client, bank, charlie):
    client.post(HOOK, **event("checkout.session.completed", pay()))
    with bind(placed.program_id):
        actor = staff_actor(placed.program, charlie)
        given = {"actor": actor, "order": placed, "reason": "One too many", "today": shop.TODAY, "now": shop.NOW}
        refund_order(units={1: 1}, **given)
    bank.down = True
    ask_cards()
    bank.down = False
    with time_machine.travel(shop.NOW + timedelta(minutes=2), tick=False):
        ask_cards()
        ask_cards()
        made = list(bank.refunds.values())
        assert [each["amount"] for each in made] == [71280]
        client.post(HOOK, **event("refund.created", made[0]))
    with bind(placed.program_id):
        assert CardRefund.objects.get().state == "sent"
        assert CardRefund.objects.get().reference == "re_1"


def test_a_refund_that_stripe_refuses_waits_for_a_manager(placed, pay, client, bank, visit, charlie):
    client.post(HOOK, **event("checkout.session.completed", pay()))
    with bind(placed.program_id):
        refund_order(
            actor=staff_actor(placed.program, charlie), order=placed, reason="Back", today=shop.TODAY, now=shop.NOW
        )
    bank.refuse_refunds = "charge_expired_for_capture"
    ask_cards()
    desk = visit(charlie)
    page = desk.get("/admin/store/cardrefund/?state=manager").content.decode()
    assert "charge_expired_for_capture" in page
    bank.refuse_refunds = ""
    with bind(placed.program_id):
        row = CardRefund.objects.get()
    desk.post(f"/admin/store/cardrefund/{row.pk}/retry/")
    ask_cards()
    assert [each["amount"] for each in bank.refunds.values()] == [142560]


def test_a_refund_made_at_stripe_waits_for_a_manager_and_is_not_repeated(placed, pay, client, bank, charlie):
    client.post(HOOK, **event("checkout.session.completed", pay()))
    there = bank.refund("pi_1", 142560)
    for _each in range(2):
        client.post(HOOK, **event("charge.refunded", {**there, "object": "charge"}))
    with bind(placed.program_id):
        assert CardRefund.objects.get().state == "foreign"
        refund_order(
            actor=staff_actor(placed.program, charlie), order=placed, reason="Back", today=shop.TODAY, now=shop.NOW
        )
    ask_cards()
    assert len(bank.refunds) == 1


def test_money_for_an_order_that_was_canceled_waits_and_goes_back(placed, pay, client, bank, visit, charlie, alice):
    """R6: the money is not lost and pays nothing; a manager gives it back."""
    session = pay()
    with bind(placed.program_id, placed.partner_id, alice.pk):
        actor = partner_actor(placed.partner, alice)
        cancel_order(actor=actor, order=placed, today=shop.TODAY, now=shop.NOW)
    client.post(HOOK, **event("checkout.session.completed", session))
    assert (state(placed), checkouts(placed)) == ("cancelled", [("waiting", Decimal("1425.6"))])
    desk = visit(charlie)
    assert "Card payments not matched" in desk.get("/admin/").content.decode()
    with bind(placed.program_id):
        row = CardCheckout.objects.get()
    assert "can&#39;t be paid" in desk.post(f"/admin/store/cardcheckout/{row.pk}/book/").content.decode()
    desk.post(f"/admin/store/cardcheckout/{row.pk}/give/")
    ask_cards()
    assert [each["amount"] for each in bank.refunds.values()] == [142560]


def test_a_transfer_that_was_faster_leaves_the_card_money_to_a_manager(placed, pay, client):
    session = pay()
    with bind(placed.program_id):
        from common.actor import Actor

        receive(
            actor=Actor.system(placed.program_id),
            order=placed,
            means="bank_transfer",
            reference="entry-1",
            amount=placed.total,
            currency="EUR",
            received_on=shop.TODAY,
            now=shop.NOW,
        )
    client.post(HOOK, **event("checkout.session.completed", session))
    assert (state(placed), checkouts(placed)) == ("paid", [("waiting", Decimal("1425.6"))])


@pytest.mark.rule("B24-2.1.2a")
def test_cards_are_offered_only_where_they_are_configured(placed, settings, visit, alice, alpha):
    from store.orders.operations import UnableToOrder

    settings.STRIPE_ACCOUNTS = {"bitrix24/other": {"secret": SECRET, "webhook": WEBHOOK}}
    assert visit(alice).post(f"/dashboard/orders/{placed.number}/pay/card/").status_code == 404
    plan = shop.product(alpha.program, "cloud_standard_year")
    with pytest.raises(UnableToOrder) as refused:
        shop.place(partner_actor(alpha, alice), alpha, Wanted(plan, 1, shop.ACME), method="card")
    assert "method" in refused.value.problems
