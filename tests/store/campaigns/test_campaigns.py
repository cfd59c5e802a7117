"""Price campaigns: announced in the admin, a line of its own in the cart (B24-13.5, R11)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from common.tenancy import bind
from store.models import OrderLine, PriceCampaign
from tests.store import shop

pytestmark = pytest.mark.django_db
SPRING = {
    "name": "Spring offer",
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-31",
    "percent": "10",
    "minimum_percent": "0",
}


@pytest.mark.rule("B24-13.5")
def test_a_campaign_is_a_line_of_its_own_until_it_is_ended(shopper, alpha, charlie, visit):
    desk, announce = visit(charlie), reverse("admin:store_pricecampaign_announce")
    assert "a lower minimal price, or both" in desk.post(announce, {**SPRING, "percent": "0"}).content.decode()
    assert "today or a later day" in desk.post(announce, {**SPRING, "starts_on": "2026-03-01"}).content.decode()
    done = desk.post(announce, {**SPRING, "products": ["cloud_standard_year"], "countries": ["DE", "CY"]})
    assert done.status_code == 302
    listed = shopper.get(reverse("store:catalogue")).content.decode()
    assert listed.count("Spring offer") == 2, "announced above, and under the discount of its one product"
    shop.fill_cart(shopper)
    page = shopper.get(reverse("store:cart")).content.decode()
    assert "Campaign discount" in page
    assert "-€142.56" in page  # 10 % of what the level's discount leaves of 2,376
    shop.check_out(shopper)
    with bind(alpha.program_id):
        line, row = OrderLine.objects.get(), PriceCampaign.objects.get()
    assert (line.campaign, line.campaign_discount, line.net) == ("Spring offer", Decimal("142.56"), Decimal("1283.04"))
    assert desk.post(reverse("admin:store_pricecampaign_end", args=[row.pk])).status_code == 302
    shop.fill_cart(shopper)
    assert "Campaign discount" not in shopper.get(reverse("store:cart")).content.decode()
