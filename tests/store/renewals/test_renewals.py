"""Renewals: told in time, filled with one click, and what renewals and upgrades do to licenses."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from clients.jobs import daily
from clients.models import ClientLicence
from common.tenancy import bind
from notices.models import Notice
from store.models import CartLine, LicenceChange, Order, ProductState, ProvisioningMessage
from store.orders.operations import UnableToOrder
from store.orders.operations.correcting import refund_order
from store.pricing.quoting import EndClient, Wanted
from tests.cast import partner_actor, staff_actor
from tests.store import shop

pytestmark = pytest.mark.django_db
PAID = date(2026, 3, 2)


def bought(alpha, alice, program, code="cloud_standard_year", **client):
    """A paid order of a product for Acme, and the license that it opened."""
    given = {"company": "Acme", "country": "DE", **client}
    wanted = Wanted(shop.product(program, code), 1, EndClient(**given))
    shop.pay(shop.place(partner_actor(alpha, alice), alpha, wanted))
    with bind(alpha.program_id):
        return ClientLicence.objects.get()


def follow_up(alpha, alice, program, code, licence, **client):
    given = {"company": "Acme", "country": "DE", "licence": licence.pk, **client}
    order = shop.place(partner_actor(alpha, alice), alpha, Wanted(shop.product(program, code), 1, EndClient(**given)))
    shop.pay(order)
    with bind(alpha.program_id):
        return order, ClientLicence.objects.get(pk=licence.pk)


def test_a_coming_expiry_leads_to_a_filled_checkout(shopper, alpha, alice, program, visit):
    licence = bought(alpha, alice, program, account="https://acme.bitrix24.de")
    page = reverse("store:renew", args=[licence.pk])
    with time_machine.travel(date(2027, 1, 30), tick=False):
        shopper = visit(alice)
        daily()
        with bind(alpha.program_id):
            notice = Notice.objects.get(key__startswith=f"client/{licence.pk}/expiry/")
            client = licence.client_id
        assert notice.link == page
        assert page in shopper.get(reverse("clients:client", args=[client])).content.decode()
        assert page in shopper.get(reverse("store:renewals")).content.decode()
        assert "€712.80" in shopper.get(page).content.decode()
        for _click in range(2):
            assert shopper.post(page)["location"] == reverse("store:checkout")
        with bind(alpha.program_id):
            line = CartLine.objects.get()
        assert line.client["known"] == client
        shop.check_out(shopper)
        with bind(alpha.program_id):
            order = Order.objects.get(state="placed")
        shop.pay(order, paid_on=date(2027, 1, 30), now=datetime(2027, 1, 30, 9, tzinfo=UTC))
        with bind(alpha.program_id):
            renewed = ClientLicence.objects.order_by("starts_on").last()
        assert (str(renewed.starts_on), str(renewed.ends_on)) == ("2027-03-02", "2028-03-01")


def test_maintenance_extends_a_key_and_a_refund_takes_it_back(that_day, alpha, alice, charlie, program):
    shop.buyer(alpha, country="CY")
    licence = bought(alpha, alice, program, code="on_premise_50")
    order, licence = follow_up(alpha, alice, program, "on_premise_50_maintenance", licence)
    assert str(licence.ends_on) == "2028-03-01"
    with bind(alpha.program_id):
        manager = staff_actor(program, charlie)
        refund_order(actor=manager, order=order, reason="A mistake", today=PAID, now=shop.NOW)
        licence.refresh_from_db()
        assert str(licence.ends_on) == "2027-03-01"
        assert LicenceChange.objects.count() == 2


def test_an_upgrade_changes_the_edition_and_keeps_the_term(that_day, alpha, alice, program):
    shop.buyer(alpha, country="CY")
    licence = bought(alpha, alice, program, code="on_premise_50")
    _order, licence = follow_up(alpha, alice, program, "on_premise_upgrade_250", licence)
    assert (licence.product, licence.seats, str(licence.ends_on)) == ("on_premise_250", 250, "2027-03-01")
    with bind(alpha.program_id):
        told = ProvisioningMessage.objects.filter(licence=licence).order_by("sequence")
        assert [(one.kind, one.content["product"]) for one in told] == [
            ("license.activated", "on_premise_50"),
            ("license.changed", "on_premise_250"),
        ]


def test_a_key_is_renewed_late_for_as_long_as_the_program_says(that_day, alpha, alice, program, visit):
    """The new term begins where the old one ended, on 1 March 2027; 30 days later it's too late."""
    shop.buyer(alpha, country="CY")
    licence = bought(alpha, alice, program, code="on_premise_50")
    renewals, page = reverse("store:renewals"), reverse("store:renew", args=[licence.pk])
    with time_machine.travel(date(2027, 3, 31), tick=False):
        shopper = visit(alice)
        daily()
        with bind(alpha.program_id):
            licence.refresh_from_db()
            notice = Notice.objects.get(key=f"client/{licence.pk}/lapsed/2027-03-01")
        assert (licence.state, notice.link) == ("ended", page)
        assert "until March 31, 2027" in notice.body
        assert "Renew by March 31, 2027" in shopper.get(renewals).content.decode()
        assert shopper.post(page)["location"] == reverse("store:checkout")
        shop.check_out(shopper)
        with bind(alpha.program_id):
            order = Order.objects.get(state="placed")
        shop.pay(order, paid_on=date(2027, 3, 31), now=datetime(2027, 3, 31, 9, tzinfo=UTC))
        with bind(alpha.program_id):
            licence.refresh_from_db()
            told = list(ProvisioningMessage.objects.order_by("sequence").values_list("kind", flat=True))
        assert (licence.state, str(licence.ends_on)) == ("active", "2028-03-01")
        assert told == ["license.activated", "license.deactivated", "license.activated"]
    with time_machine.travel(date(2028, 4, 1), tick=False):
        shopper = visit(alice)
        daily()
        assert page not in shopper.get(renewals).content.decode()
        assert "sold to clients that already have the product only" in shopper.get(page).content.decode()


@pytest.mark.rule("B24-2.1.2a")
def test_an_archived_plan_is_renewed_by_its_clients_only(that_day, alpha, alice, program):
    shop.buyer(alpha, country="CY")
    account = "https://acme.bitrix24.de"
    bought(alpha, alice, program, account=account)
    plan = shop.product(program, "cloud_standard_year")
    with bind(alpha.program_id):
        ProductState.objects.create(
            program=program, product=plan, state="archived", effective_from=PAID, set_at=shop.NOW
        )
    actor = partner_actor(alpha, alice)
    renewal = shop.place(actor, alpha, Wanted(plan, 1, EndClient("Acme", "DE", account=account)))
    assert renewal.net_total > 0
    with pytest.raises(UnableToOrder, match="archived plan"):
        shop.place(actor, alpha, Wanted(plan, 1, EndClient("Other", "DE", account="https://other.bitrix24.de")))
