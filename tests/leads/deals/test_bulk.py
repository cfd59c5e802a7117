"""Deciding many deals and prices at once: each as if decided alone, with a report of what was refused."""

import pytest
import time_machine

from common.tenancy import bind
from leads.models import DealPrice
from tests import cast
from tests.leads.deals.network import HOST, NOW, again, competent, register

pytestmark = pytest.mark.django_db
DEALS, PRICES = "/admin/leads/deal/", "/admin/leads/dealprice/"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def decide(office, page, action, rows, **form):
    chosen = {"action": action, "index": "0", "_selected_action": [row.pk for row in rows], "apply": "1"}
    return " ".join(office.post(page, chosen | form).content.decode().split())


@pytest.mark.rule("KKV-5.1", "KKV-5.3")
def test_deals_and_prices_are_approved_at_once(kz, visit):
    (astana, ann), (almaty, ben) = competent(kz, "astana", "Astana"), competent(kz, "almaty", "Almaty")
    office = visit(cast.hire(kz, "Charlie"), host=HOST)
    first = register(astana, ann, specialists="Regular audits")
    same, other = (
        register(almaty, ben),
        register(almaty, ben, company="Steppe Bank", website="https://steppe.example", email="m@steppe.example"),
    )
    said = decide(office, DEALS, "approve", [first, same, other], text="Good luck!")
    assert "Astana has this client protected" in said
    assert [again(deal).state for deal in (first, same, other)] == ["approved", "submitted", "approved"]
    assert again(first).specialists_agreed == "Regular audits"
    desk = visit(ann, host=HOST)
    asked = {"step": "price", "product": "enterprise_portal", "quantity": "2", "amount": "20000000"}
    assert desk.post(f"/dashboard/deals/{first.pk}/", asked).status_code == 302
    with bind(kz.pk):
        price = DealPrice.objects.get()
    decide(office, PRICES, "agree", [price], until="2026-03-16")
    with bind(kz.pk):
        price.refresh_from_db()
    assert (price.state, price.agreed, price.valid_until.isoformat()) == ("agreed", price.asked, "2026-03-16")
