"""Price campaigns: announced in the admin, a line of its own in the cart (B24-13.5, R11)."""

from decimal import Decimal

import pytest
from django.conf import settings
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


@pytest.fixture
def offer(shopper, alpha, charlie, visit):
    """A campaign that has its name in German, too."""
    named = {**SPRING, "name_de": "Frühlingsangebot", "name_pl": " "}
    assert visit(charlie).post(reverse("admin:store_pricecampaign_announce"), named).status_code == 302
    with bind(alpha.program_id):
        return PriceCampaign.objects.get()


@pytest.mark.parametrize(
    ("language", "named", "product"),
    [
        ("de", "Frühlingsangebot", "Cloud Standard, 12 Monate"),
        ("pl", "Spring offer", "Cloud Standard, 12 miesięcy"),
        ("en", "Spring offer", "Cloud Standard, 12 months"),
    ],
)
def test_partners_read_names_in_their_language(shopper, alpha, offer, language, named, product):
    shop.fill_cart(shopper)
    shopper.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for page in ("store:catalogue", "store:cart"):
        shown = shopper.get(reverse(page)).content.decode()
        assert named in shown
        assert product in shown
    shop.check_out(shopper)
    with bind(alpha.program_id):
        line = OrderLine.objects.get()
    assert (line.campaign, line.name) == ("Spring offer", "Cloud Standard, 12 months"), "an order has the file's words"


def test_staff_see_which_translations_are_missing(charlie, offer, visit):
    assert offer.names == {"de": "Frühlingsangebot"}
    shown = visit(charlie).get(reverse("admin:store_pricecampaign_changelist")).content.decode()
    assert "Spanish, Brazilian Portuguese, Polish, Russian, Arabic" in shown
    shown = visit(charlie).get(reverse("admin:store_pricecampaign_change", args=[offer.pk])).content.decode()
    assert "German: Frühlingsangebot" in shown
