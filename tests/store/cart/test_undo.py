"""A removed line comes back within seconds."""

import pytest
from django.urls import reverse

from common.tenancy import bind
from store.models import CartLine
from tests.store import shop
from tests.web.test_undo import UNDO, shown

pytestmark = pytest.mark.django_db


def test_a_line_of_the_cart_comes_back_with_its_client(program, shopper):
    shop.fill_cart(shopper)
    with bind(program.pk):
        before = CartLine.objects.get()
    token = shown(shopper, shopper.post(reverse("store:cart_line", args=[before.pk]), {"remove": "1"}))
    with bind(program.pk):
        assert not CartLine.objects.exists()
    assert shopper.post(UNDO, {"undo": token}).headers["Location"] == reverse("store:cart")
    with bind(program.pk):
        after = CartLine.objects.get()
    assert (after.product_id, after.quantity, after.client) == (before.product_id, before.quantity, before.client)
