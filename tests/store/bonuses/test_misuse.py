"""A revoked bonus takes with it what it bought, and proposes a case (B24-9c), through the manager's page."""

from decimal import Decimal

import pytest
import time_machine

from clients.models import ClientLicence
from common.events import _reactions
from common.tenancy import bind
from store.bonuses.events import BonusMisused
from store.bonuses.operations.giving import award_bonus
from store.models import Order, ProvisioningMessage
from store.pricing.quoting import EndClient, Wanted
from tests.cast import partner_actor, staff_actor
from tests.store import shop

pytestmark = pytest.mark.django_db


@pytest.mark.rule("B24-9c")
def test_revoking_deactivates_what_the_bonus_bought_and_proposes_a_case(
    program, alpha, alice, charlie, rulebook, visit, monkeypatch
):
    cases: list[BonusMisused] = []
    monkeypatch.setitem(_reactions, BonusMisused, (cases.append,))
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"})
    shop.promote(alpha, "silver")
    with time_machine.travel(shop.NOW, tick=False):
        with bind(program.pk):
            credit = award_bonus(
                actor=staff_actor(program, charlie),
                partner=alpha,
                rulebook=rulebook,
                kind="award",
                amount=Decimal(1000),
                reason="Partner of the year",
                today=shop.TODAY,
                now=shop.NOW,
            )
        plan, actor = shop.product(program, "cloud_standard_year"), partner_actor(alpha, alice)
        paid = shop.pay(shop.place(actor, alpha, Wanted(plan, 1, shop.ACME), bonus=Decimal(300)))
        other = EndClient(company="Birch", country="DE", account="birch.bitrix24.de")
        unpaid = shop.place(actor, alpha, Wanted(plan, 1, other), bonus=Decimal(200))
        page = f"/admin/store/bonuscredit/{credit.pk}/revoke/"
        sent = {"reason": "Sold to itself", "measures": ["deactivate_products", "open_case"]}
        assert visit(charlie).post(page, sent).status_code == 302
    with bind(program.pk):
        licence = ClientLicence.objects.get()
        assert (licence.state, licence.reason, licence.counts) == ("deactivated", "Sold to itself", False)
        assert [row.kind for row in ProvisioningMessage.objects.order_by("sequence")] == [
            "license.activated",
            "license.deactivated",
        ]
        assert Order.objects.get(pk=unpaid.pk).state == "cancelled"
        row = Order.objects.get(pk=paid.pk)
        assert (row.state, row.steps.last().kind) == ("paid", "withdrawn")
    (case,) = cases
    assert (case.partner_id, case.reason, set(case.orders)) == (
        alpha.pk,
        "Sold to itself",
        {paid.number, unpaid.number},
    )
