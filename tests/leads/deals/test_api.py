"""A partner registers deals with an API token, and the vendor's systems decide on them."""

import pytest
import time_machine

from tests import cast
from tests.leads.deals.network import HOST, NOW, competent
from tests.web.api.tokens import caller, partner_secret, vendor_secret

pytestmark = pytest.mark.django_db
NEW = {
    "company": "Kaspi Logistics LLP",
    "country": "KZ",
    "website": "kaspi.example",
    "name": "Aida Nurlan",
    "project": "An intranet.",
    "products": "Portal",
    "value": "25000000.00",
    "expected_on": "2026-06-30",
    "accepts": True,
    "answers": {"interest": "The demo."},
}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.rule("KKV-5.1", "KKV-5.3")
def test_a_deal_and_its_price_through_the_api(kz, visit):
    partner, user = competent(kz, "astana", "Astana Systems")
    mine = caller(visit(host=HOST), partner_secret(partner, user))
    theirs = caller(visit(host=HOST), vendor_secret(kz, cast.hire(kz, "Ada", "administrator")))
    refused = mine("me/deals/", NEW | {"accepts": False, "country": "XX"}, key="k0")
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"accepts", "country"}
    made = mine("me/deals/", NEW, key="k1")
    assert made.status_code == 201, made.content
    deal = made.json()["id"]
    shown = theirs(f"vendor/deals/{deal}/").json()
    assert (shown["partner"], shown["conflicts"], shown["due_on"]) == ("astana", [], "2026-02-19")
    assert theirs(f"vendor/deals/{deal}/decision/", {"decision": "extend"}, key="v0").status_code == 422
    asked = theirs(f"vendor/deals/{deal}/decision/", {"decision": "ask", "text": "Which?"}, key="v1")
    assert asked.json()["state"] == "asked"
    assert mine(f"me/deals/{deal}/steps/", {"step": "answer", "text": "HR."}, key="k2").json()["state"] == "submitted"
    approved = theirs(f"vendor/deals/{deal}/decision/", {"decision": "approve"}, key="v2").json()
    assert (approved["state"], approved["protected_until"]) == ("approved", "2026-08-15")
    begun = mine(f"me/deals/{deal}/steps/", {"step": "begin", "on": "2026-03-02"}, key="k3")
    assert begun.json()["begins_on"] == "2026-03-02"
    price = {"step": "price", "product": "enterprise_portal", "amount": "20000000.00"}
    assert mine(f"me/deals/{deal}/steps/", price, key="k4").status_code == 200
    (found,) = mine(f"me/deals/{deal}/").json()["prices"]
    agreed = theirs(f"vendor/deal-prices/{found['id']}/", {"agree": True}, key="v3").json()
    assert (agreed["state"], agreed["agreed"], agreed["valid_until"]) == ("agreed", "20000000.00", "2026-03-18")
    lost = mine(f"me/deals/{deal}/steps/", {"step": "lost", "reason": "Price"}, key="k5").json()
    assert lost["state"] == "lost"
    assert mine(f"me/deals/{deal}/steps/", {"step": "won"}, key="k6").status_code == 422
    assert [row["partner"] for row in theirs("vendor/deals/?state=lost").json()["results"]] == ["astana"]
    steps = [one["kind"] for one in mine(f"me/deals/{deal}/").json()["steps"]]
    assert steps == ["registered", "asked", "answered", "approved", "began", "price_asked", "price_agreed", "lost"]
