"""Territories that are open, under review or excluded (B24-2.4)."""

import pytest
from django.urls import reverse

from common.tenancy import bind
from store.models import ComplianceCheck, Order
from tests.store import shop

pytestmark = pytest.mark.django_db


@pytest.mark.rule("B24-2.4")
@pytest.mark.parametrize("country", ["KP", "AQ"])
def test_an_excluded_territory_is_refused_and_recorded(shopper, alpha, country):
    shop.fill_cart(shopper, country=country)
    page = shopper.get(reverse("store:cart")).content.decode()
    assert "the territory is excluded (B24-2.4)" in page
    assert shopper.post(reverse("store:checkout"), {"method": "bank_transfer"}).status_code == 302
    with bind(alpha.program_id):
        assert not Order.objects.exists()
        record = ComplianceCheck.objects.get()
        assert (record.state, record.company, record.countries) == ("refused", "Acme", [country])


@pytest.mark.rule("B24-2.4")
def test_a_territory_under_review_waits_for_a_decision(shopper, alpha, charlie, visit):
    shop.fill_cart(shopper, country="BY")
    assert shop.check_out(shopper).status_code == 302
    with bind(alpha.program_id):
        order, record = Order.objects.get(), ComplianceCheck.objects.get()
    assert (order.state, record.state) == ("waiting_compliance", "waiting")
    desk = visit(charlie)
    confirm = reverse("admin:store_order_confirm", args=[order.pk])
    assert "no longer possible" in desk.post(confirm, {"paid_on": shop.TODAY}).content.decode()
    ask = reverse("admin:store_compliancecheck_ask", args=[record.pk])
    assert desk.post(ask, {"question": "Who owns Acme?"}).status_code == 302
    page = reverse("store:order", args=[order.number])
    assert "Who owns Acme?" in shopper.get(page).content.decode()
    assert shopper.post(page, {"step": "answer", "answer": "Mr A."}).status_code == 302
    assert desk.get(reverse("admin:store_compliancecheck_changelist") + "?state=waiting").status_code == 200
    assert "Mr A." in desk.get(reverse("admin:store_compliancecheck_change", args=[record.pk])).content.decode()
    clear = reverse("admin:store_compliancecheck_clear", args=[record.pk])
    assert desk.post(clear, {"reason": "Checked"}).status_code == 302
    assert desk.post(confirm, {"paid_on": shop.TODAY}).status_code == 302
    with bind(alpha.program_id):
        assert Order.objects.get().state == "paid"


@pytest.mark.rule("B24-2.4")
def test_a_refused_review_cancels_the_order(shopper, alpha, charlie, visit):
    shop.fill_cart(shopper, country="RU")
    shop.check_out(shopper)
    with bind(alpha.program_id):
        record = ComplianceCheck.objects.get()
    refuse = reverse("admin:store_compliancecheck_refuse", args=[record.pk])
    assert visit(charlie).post(refuse, {"reason": "On a list"}).status_code == 302
    with bind(alpha.program_id):
        assert (Order.objects.get().state, ComplianceCheck.objects.get().state) == ("cancelled", "refused")


@pytest.mark.rule("B24-2.4")
def test_a_restricted_sale_that_is_found_later_is_recorded_once_and_told(shopper, alpha, charlie, visit, monkeypatch):
    told = []
    monkeypatch.setattr("store.compliance.finding.publish", told.append)
    shop.fill_cart(shopper)
    shop.check_out(shopper)
    with bind(alpha.program_id):
        order = Order.objects.get()
    desk, report = visit(charlie), reverse("admin:store_order_restricted", args=[order.pk])
    assert "no longer possible" in desk.post(report, {"reason": "Too early"}).content.decode()
    desk.post(reverse("admin:store_order_confirm", args=[order.pk]), {"paid_on": shop.TODAY})
    assert desk.post(report, {"reason": ""}).status_code == 200
    assert desk.post(report, {"reason": "Acme works for a listed person."}).status_code == 302
    assert "no longer possible" in desk.post(report, {"reason": "Again"}).content.decode()
    with bind(alpha.program_id):
        record = ComplianceCheck.objects.get()
        assert (record.state, record.order_id, record.company) == ("found", order.pk, "Acme")
        assert Order.objects.get().state == "paid"
    [event] = told
    assert (event.order_id, event.check_id, event.partner_id) == (order.pk, record.pk, alpha.pk)
