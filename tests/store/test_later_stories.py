"""Stories after the first sale, through the pages: an upgrade, a change of level, an NFR license that ends."""

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from activities.models import Activity
from clients.models import Client, ClientLicence
from common.tenancy import bind
from nfr.jobs import daily
from nfr.models import NfrGrant
from notices.models import Notice
from points.models import Account
from store.models import Invoice, LicenceChange, Order, ProvisioningMessage
from tests.store import shop
from tests.store.test_stories import buy, confirm

pytestmark = pytest.mark.django_db
KEY = {"quantity": "1", "account": "", "company": "Acme", "country": "DE"}


def seen_on(page) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]


@pytest.mark.rule("B24-2.1.2a", "B24-2.2a")
def test_a_client_upgrades_its_license(shopper, program, alpha, charlie, visit):
    """Its key stays and works for more people until the same day; the upgrade is a sale of its own."""
    desk = visit(charlie)
    confirm(desk, program, buy(shopper, code="on_premise_50", **KEY), shop.TODAY)
    with bind(program.pk):
        before, client = ClientLicence.objects.get(), Client.objects.get()
    assert "On-Premise Business 50" in shopper.get(reverse("clients:client", args=[client.pk])).content.decode()
    assert "Upgrade from On-Premise Business 50 to 250" in shopper.get(reverse("store:catalogue")).content.decode()
    order = confirm(desk, program, buy(shopper, code="on_premise_upgrade_250", **KEY), shop.TODAY)
    with bind(program.pk):
        after = ClientLicence.objects.get()
        assert (after.product, after.seats, after.ends_on) == ("on_premise_250", 250, before.ends_on)
        assert after.sealed_key == before.sealed_key
        assert [row.amount for row in Activity.objects.filter(kind="sale").order_by("pk")] == [1794, order.net_total]
        assert order.net_total == 1920  # 3,200 less 40 %
        assert Account.objects.get(partner=alpha, code="main").points == 179 + 192
        assert Invoice.objects.count() == 2
        assert ProvisioningMessage.objects.latest("sequence").content["seats"] == 250
    assert "On-Premise Business 250" in shopper.get(reverse("clients:client", args=[client.pk])).content.decode()
    refund = desk.post(f"/admin/store/order/{order.pk}/refund/", {"line_1": "1", "reason": "Not needed"})
    assert refund.status_code == 302
    with bind(program.pk):
        assert ClientLicence.objects.get().product == "on_premise_50"
        assert LicenceChange.objects.count() == 2


@pytest.mark.rule("B24-2.2b", "B24-9b")
def test_an_upgrade_is_refused_for_a_client_without_the_license(shopper, program):
    shop.fill_cart(shopper, "on_premise_upgrade_250", **KEY)
    asked = shopper.get(reverse("store:checkout"), follow=True)
    assert "sold to clients that already have the product only" in asked.content.decode()
    ordered = shopper.post(reverse("store:checkout"), {"method": "bank_transfer"})
    assert ordered["location"] == reverse("store:cart")
    with bind(program.pk):
        assert not Order.objects.exists()


@pytest.mark.rule("B24-2.1.1a", "B24-3.1q")
def test_the_level_changes_between_cart_and_payment(shopper, program, alpha, charlie, visit):
    """Before the order, the change is asked again; a placed order keeps its price until its due day (R6)."""
    shop.fill_cart(shopper, quantity="1")
    shown = seen_on(shopper.get(reverse("store:checkout")))
    shop.promote(alpha, "gold")
    asked = shopper.post(reverse("store:checkout"), {"method": "bank_transfer", "seen": shown})
    assert "Prices have changed" in asked.content.decode()
    placed = shopper.post(reverse("store:checkout"), {"method": "bank_transfer", "seen": seen_on(asked)})
    number = placed["location"].rstrip("/").rpartition("/")[2]
    shop.promote(alpha, "silver")
    order = confirm(visit(charlie), program, number, shop.TODAY)
    assert (order.discount_total, order.net_total) == (594, 594)
    with bind(program.pk):
        assert Activity.objects.get(kind="sale").amount == 594
        assert Invoice.objects.get().net == Decimal(594)


@pytest.mark.rule("B24-8.1b")
def test_an_nfr_subscription_is_rolled_back_at_its_end(shopper, program, alpha, alice, visit):
    shop.promote(alpha, "bronze")
    claimed = shopper.post("/dashboard/nfr/claim/cloud/", {"account": "alpha-nfr.bitrix24.com", "accepted": "on"})
    assert claimed.status_code == 302
    with bind(program.pk):
        row = NfrGrant.objects.get()
    assert row.ends_on == date(2026, 9, 1)
    refused = shopper.post(f"/dashboard/nfr/{row.pk}/extend/", follow=True).content.decode()
    assert "include extending this license" in refused
    with time_machine.travel(date(2026, 9, 2), tick=False):
        daily()
        page = visit(alice).get("/dashboard/nfr/").content.decode()
    assert "End of its term" in page
    with bind(program.pk):
        assert NfrGrant.objects.get().state == "ended"
        assert Notice.objects.filter(kind="nfr").count() == 2
        told = ProvisioningMessage.objects.filter(subject=f"nfr-{row.pk}").order_by("sequence")
        assert [one.kind for one in told] == ["license.activated", "license.deactivated"]
        assert told[1].content["afterwards"] == "free_plan"
