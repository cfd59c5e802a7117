"""A partner with an approved exemption pays no tax (B24-2.1.1b)."""

import pytest
from django.urls import reverse

from common.tenancy import bind
from store.models import Order, TaxExemption
from tests.store import shop

pytestmark = pytest.mark.django_db
APPROVE = reverse("admin:store_taxexemption_approve")


@pytest.mark.rule("B24-2.1.1b")
def test_an_exempt_partner_pays_no_tax_until_it_ends(shopper, alpha, charlie, visit):
    desk = visit(charlie)
    given = {"partner": alpha.pk, "proof": "EX-17", "starts_on": shop.TODAY}
    assert desk.post(APPROVE, {**given, "proof": ""}).status_code == 200
    assert desk.post(APPROVE, given).status_code == 302
    shop.fill_cart(shopper)
    assert shop.check_out(shopper).status_code == 302
    with bind(alpha.program_id):
        order = Order.objects.get()
        assert (order.tax_total, order.total) == (0, order.net_total)
        assert (order.lines.get().tax_category, order.tax_evidence["exemption"]) == ("E", "EX-17")
        row = TaxExemption.objects.get()
    assert desk.post(reverse("admin:store_taxexemption_end", args=[row.pk])).status_code == 302
