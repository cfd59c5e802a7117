"""Stories through the store's pages: a first sale with the kickstart, a level won and lost, a client that moves."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from activities.models import Activity
from clients.models import Client, ClientLicence
from common.tenancy import bind
from points.models import Account
from statuses.models import Standing
from store.models import BonusApplication, BonusCredit, Invoice, Order
from tests.careers import CLIMB, TODAY, live
from tests.cast import admit, join
from tests.store import shop

pytestmark = pytest.mark.django_db
FIRST_STEPS = [
    ("course", {"subject": "Ada", "attributes": {"course": "tutorial"}}),
    ("nfr_claim", {"subject": "fresh.example", "attributes": {"form": "cloud"}}),
    ("evidence", {"subject": "fresh.example", "attributes": {"evidence": "website"}}),
]
BUYER = {
    "verification": "verified",
    "entity": "limited",
    "legal": {"tax_id": "DE136695976", "registered_name": "Fresh Works GmbH", "legal_address": "Hauptstr. 1"},
}


def buy(shopper, bonus="", **line) -> str:
    """Fill the cart and order through the pages; returns the order's number."""
    shop.fill_cart(shopper, **{"quantity": "1", **line})
    page = shopper.get(reverse("store:checkout"), {"bonus": bonus} if bonus else {}, follow=True).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    shown = re.search(r'name="bonus" value="([\d.]+)"', page)
    given = {"method": "bank_transfer", "seen": seen, **({"bonus": shown[1]} if shown else {})}
    answer = shopper.post(reverse("store:checkout"), given)
    assert answer.status_code == 302, answer.content.decode()
    return answer["location"].rstrip("/").rpartition("/")[2]


def confirm(desk, program, number, on) -> Order:
    """The manager confirms the payment in the admin."""
    with bind(program.pk):
        order = Order.objects.get(number=number)
    assert desk.post(f"/admin/store/order/{order.pk}/confirm/", {"paid_on": on}).status_code == 302
    with bind(program.pk):
        return Order.objects.get(pk=order.pk)


def level(partner):
    with bind(partner.program_id):
        return Standing.objects.get(partner=partner, track="status").level


@pytest.mark.usefixtures("fixed_day")
@pytest.mark.rule("B24-9a", "B24-9b", "B24-2.2a", "B24-3.1q")
def test_a_first_sale_on_day_one_with_the_kickstart(program, charlie, visit):
    partner = admit(program, "fresh", "Fresh Works", accepted_on=TODAY, country="DE", **BUYER)
    fiona = join(partner, "Fiona")
    live(partner, [(kind, TODAY, fields) for kind, fields in FIRST_STEPS])
    member, desk = visit(fiona), visit(charlie)
    member.post("/dashboard/bonuses/kickstart/apply/")
    with bind(program.pk):
        application = BonusApplication.objects.get()
    desk.post(f"/admin/store/bonusapplication/{application.pk}/approve/")
    order = confirm(desk, program, buy(member, bonus="300"), TODAY)
    with bind(program.pk):
        assert (order.list_total, order.discount_total, order.bonus_total) == (1188, Decimal("237.6"), 300)
        assert BonusCredit.objects.get().available == 700
        assert ClientLicence.objects.get().state == "active"
        assert Activity.objects.get(kind="sale").amount == order.net_total == Decimal("650.4")
        assert Invoice.objects.get().net == order.net_total
        assert Account.objects.get(partner=partner, code="main").points == 65
    page = member.get(reverse("store:order", args=[order.number])).content.decode()
    assert "€650.40" in page


@pytest.mark.rule("B24-3.1q", "B24-3.1.2")
def test_a_refund_takes_back_the_points_and_the_level_that_the_sale_had_won(program, alpha, alice, charlie, visit):
    day = date(2025, 6, 10)
    for name, value in {**BUYER, "country": "DE"}.items():
        setattr(alpha, name, value)
    with bind(program.pk):
        alpha.save()
    live(alpha, [deed for deed in CLIMB if deed[1] < date(2025, 6, 1)], until=day)
    assert level(alpha) == "bronze"
    with time_machine.travel(datetime(2025, 6, 10, 12, tzinfo=UTC), tick=False):
        member, desk = visit(alice), visit(charlie)
        order = confirm(desk, program, buy(member, quantity="2"), day)
        assert level(alpha) == "silver"
        with bind(program.pk):
            before = Account.objects.get(partner=alpha, code="main").points
        sent = {"line_1": "2", "reason": "The client withdrew"}
        assert desk.post(f"/admin/store/order/{order.pk}/refund/", sent).status_code == 302
    assert level(alpha) == "bronze"
    with bind(program.pk):
        assert Account.objects.get(partner=alpha, code="main").points == before - 190
        assert set(ClientLicence.objects.values_list("state", flat=True)) == {"deactivated"}
        invoice, note = Invoice.objects.order_by("pk")
        assert (note.kind, note.corrects_id, note.total) == ("credit_note", invoice.pk, invoice.total)


@pytest.mark.rule("B24-g")
def test_a_client_moves_and_its_renewal_is_the_new_partners(program, shopper, alpha, beta, bob, charlie, visit):
    """R19: what was sold stays with the seller; the renewal is the new partner's, and goes on without a gap."""
    desk = visit(charlie)
    confirm(desk, program, buy(shopper), shop.TODAY)
    with bind(program.pk):
        client = Client.objects.get()
    moved = desk.post(f"/admin/clients/client/{client.pk}/move/", {"code": "beta", "reason": "They asked"})
    assert moved.status_code == 302
    shop.buyer(beta, country="DE", legal=BUYER["legal"])
    renewed = confirm(desk, program, buy(visit(bob)), shop.TODAY)
    with bind(program.pk):
        sold = Activity.objects.filter(kind="sale").order_by("pk")
        assert [row.partner_id for row in sold] == [alpha.pk, beta.pk]
        first, second = ClientLicence.objects.order_by("starts_on")
        assert (first.seller_id, first.partner_id) == (alpha.pk, beta.pk)
        assert (second.seller_id, str(second.starts_on)) == (beta.pk, "2027-03-02")
        assert Client.objects.count() == 1
        assert renewed.partner_id == beta.pk
