"""A partner buys: from the catalogue to the paid order, through the pages, and the vendor confirms in the admin."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import Activity
from clients.models import Client, ClientLicence
from common.tenancy import bind
from leads.models import ContactView, Reservation
from notices.models import Mail, Notice
from points.models import Entry
from statuses.models import Standing
from store.models import CartLine, Invoice, Order
from tests.leads.network import promote, reserved
from tests.store import shop

pytestmark = pytest.mark.django_db


@pytest.mark.rule("B24-2.1.1a")
def test_the_cart_shows_list_price_discount_net_tax_and_total_apart(shopper):
    listed = shopper.get(reverse("store:catalogue")).content.decode()
    assert "€1,188.00" in listed
    shop.fill_cart(shopper)
    page = shopper.get(reverse("store:cart")).content.decode()
    for amount in ("€2,376.00", "-€950.40", "€1,425.60", "€270.86", "€1,696.46"):
        assert amount in page


@pytest.mark.rule("B24-2.1.1b", "B24-2.2a", "B24-2.3.1", "B24-3.1q")
def test_a_confirmed_transfer_delivers_and_counts_at_once(shopper, alpha, charlie, visit):
    shop.fill_cart(shopper)
    answer = shop.check_out(shopper)
    with bind(alpha.program_id):
        order = Order.objects.get()
        assert not CartLine.objects.exists()
    assert answer["location"] == reverse("store:order", args=[order.number])
    assert (order.state, order.net_total, order.tax_total) == ("placed", Decimal("1425.6"), Decimal("270.86"))
    assert order.billing["name"] == "Alpha Works Ltd"
    desk = visit(charlie)
    queue = desk.get(reverse("admin:store_order_changelist") + "?state=placed")
    assert order.number in queue.content.decode()
    confirm = reverse("admin:store_order_confirm", args=[order.pk])
    assert desk.get(confirm).status_code == 200
    assert desk.post(confirm, {"paid_on": "2026-03-02"}).status_code == 302
    again = desk.post(confirm, {"paid_on": "2026-03-02"})
    assert again.status_code == 200
    assert "is paid already" in again.content.decode()
    with bind(alpha.program_id):
        assert Activity.objects.get(kind="sale").amount == Decimal("1425.6")
        assert Entry.objects.get().points == 142
        licences = ClientLicence.objects.order_by("starts_on")
        assert [(one.state, str(one.starts_on), str(one.ends_on), one.seats) for one in licences] == [
            ("active", "2026-03-02", "2027-03-01", 50),
            ("active", "2027-03-02", "2028-03-01", 50),
        ]
        assert Client.objects.get().account == "acme.bitrix24.de"
        assert Notice.objects.filter(key__endswith="/paid").count() == 1
        assert Mail.objects.filter(key__endswith="/billing").count() == (1 if alpha.email else 0)
        assert Standing.objects.get(partner=alpha, track="status").level == "silver"
        addresses = [reverse("store:invoice_pdf", args=[Invoice.objects.get().pk])]
        addresses.append(reverse("clients:client", args=[Client.objects.get().pk]))
    page = shopper.get(reverse("store:order", args=[order.number])).content.decode()
    assert "paid" in page
    assert all(f'href="{address}"' in page for address in addresses)


@pytest.mark.rule("B24-2.1.1b")
def test_unverified_billing_details_are_refused(shopper, alpha):
    shop.buyer(alpha, verification="reopened")
    shop.fill_cart(shopper)
    assert "We verify your billing details" in shopper.get(reverse("store:checkout")).content.decode()
    assert shop.check_out(shopper).status_code == 200
    with bind(alpha.program_id):
        assert not Order.objects.exists()


@pytest.mark.rule("B24-2.3.1")
@pytest.mark.parametrize("account", ["", "https://acme.example.com/", "https://a.b.bitrix24.de"])
def test_an_unknown_account_is_refused_before_payment(shopper, alpha, account):
    shop.fill_cart(shopper, account=account)
    assert "acme.bitrix24.com" in shopper.get(reverse("store:cart")).content.decode()
    assert shopper.get(reverse("store:checkout")).status_code == 302


def test_a_price_that_changed_is_asked_again(shopper, alpha):
    shop.fill_cart(shopper)
    page = shopper.get(reverse("store:checkout")).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    shop.promote(alpha, "gold")
    answer = shopper.post(reverse("store:checkout"), {"method": "bank_transfer", "seen": seen})
    assert answer.status_code == 200
    assert "Prices have changed" in answer.content.decode()
    with bind(alpha.program_id):
        assert not Order.objects.exists()
    fresh = re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
    assert shopper.post(reverse("store:checkout"), {"method": "bank_transfer", "seen": fresh}).status_code == 302


def test_an_order_can_be_canceled_until_it_is_paid(shopper, alpha):
    shop.fill_cart(shopper)
    shop.check_out(shopper)
    with bind(alpha.program_id):
        order = Order.objects.get()
    assert shopper.post(reverse("store:order", args=[order.number])).status_code == 302
    with bind(alpha.program_id):
        assert Order.objects.get().state == "cancelled"


def test_the_form_of_a_line_shows_the_price_and_a_new_client_on_demand(shopper, alpha):
    address = reverse("store:cart_add", args=["cloud_standard_year"])
    page = shopper.get(address).content.decode()
    assert "€712.80" in page
    assert "<summary>New client</summary>" not in page, "there is nobody to choose from"
    with bind(alpha.program_id):
        Client.objects.create(
            program_id=alpha.program_id,
            partner=alpha,
            kind="on_premise",
            company="Acme",
            country="DE",
            origin="purchase",
            linked_on=shop.TODAY,
            added_at=shop.NOW,
        )
    page = shopper.get(address).content.decode()
    assert page.index('name="known"') < page.index("<summary>New client</summary>") < page.index('name="company"')
    wrong = shopper.post(address, {"quantity": "1"}).content.decode()
    assert "<summary>New client</summary>" not in wrong, "its fields are in view where one is missing"


def test_a_subscription_that_follows_another_says_from_when_to_when(shopper, alpha):
    with bind(alpha.program_id):
        acme = Client.objects.create(
            program_id=alpha.program_id,
            partner=alpha,
            company="Acme",
            country="DE",
            account="acme.bitrix24.de",
            kind="cloud",
            origin="purchase",
            linked_on=shop.TODAY,
            added_at=shop.NOW,
        )
        ClientLicence.objects.create(
            program_id=alpha.program_id,
            partner=alpha,
            client=acme,
            seller=alpha,
            kind="subscription",
            product="cloud_standard_year",
            plan="Cloud Standard",
            seats=50,
            reference="one",
            opened_at=shop.NOW,
            starts_on="2025-06-01",
            ends_on="2026-05-31",
        )
    page = shopper.get(reverse("store:cart_add", args=["cloud_standard_year"])).content.decode()
    assert "Acme (license runs until May 31, 2026)" in page
    assert "the new term begins when that one ends" in page
    shop.fill_cart(shopper, quantity="1", known=str(acme.pk))
    shop.fill_cart(shopper, quantity="2", known=str(acme.pk))
    shop.fill_cart(shopper, quantity="1", account="https://other.bitrix24.de", company="Other")
    for name in ("store:cart", "store:checkout"):
        page = shopper.get(reverse(name)).content.decode()
        assert "Extends the running license: June 1, 2026 to May 31, 2027" in page
        assert "Extends the running license: June 1, 2027 to May 31, 2029" in page
        assert page.count("Extends the running license") == 2


def test_the_client_of_a_request_is_offered_to_who_has_opened_it(program, alpha, alice, shopper):
    promote(alpha)
    held = reserved(alpha)
    code = f"request-{held.lead_id}"
    address = reverse("store:cart_add", args=["cloud_standard_year"])
    assert f'value="{code}"' not in shopper.get(address).content.decode(), "its details were never looked at"
    page = shopper.get(reverse("leads:reservation", args=[held.pk])).content.decode()
    assert f'href="/dashboard/store/?client={code}"' in page
    assert f'href="/dashboard/quotes/new/?client={code}"' in page
    assert f"{address}?client={code}" in shopper.get(f"/dashboard/store/?client={code}").content.decode()
    for form in (address, reverse("store:quote_new")):
        page = shopper.get(f"{form}?client={code}").content.decode()
        assert re.search(rf'<option value="{code}" selected>\s*Clara', page), form
    with bind(program.pk):
        looks = ContactView.objects.count()
    answer = shopper.post(address, {"quantity": "1", "known": code, "account": "https://clara.bitrix24.de"})
    assert answer.status_code == 302
    with bind(program.pk):
        line = CartLine.objects.get()
        assert ContactView.objects.count() == looks + 1, "its details were read"
    assert (line.client["email"], line.client["country"]) == ("clara@client.example", held.lead.country)
    with bind(program.pk):
        Reservation.objects.filter(pk=held.pk).update(state="released", slot=None)
    assert f'value="{code}"' not in shopper.get(address).content.decode()
