"""The catalogue's page asks few questions, however many products there are."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.tenancy import bind
from store.models import PriceList, Product, ProductPrice, ProductState
from tests.store import shop

pytestmark = pytest.mark.django_db
PRODUCTS, MOST = 5000, 6
TABLES = ("store_product", "store_productprice", "store_productstate", "store_pricelist")


def test_a_page_of_5000_products_takes_at_most_six_queries(program, shopper):
    with bind(program.pk):
        rows = Product.objects.bulk_create(
            Product(program=program, code=f"p{n}", name=f"Product {n}", kind="cloud", place=n, added_at=shop.NOW)
            for n in range(PRODUCTS)
        )
        ProductState.objects.bulk_create(
            ProductState(program=program, product=row, state="on_sale", effective_from=shop.OPENED, set_at=shop.NOW)
            for row in rows
        )
        prices = PriceList.objects.filter(market="europe", currency="EUR").get()
        ProductPrice.objects.bulk_create(
            ProductPrice(program=program, price_list=prices, product=row, amount=Decimal(100), minimum=Decimal(90))
            for row in rows
        )
    shopper.get(reverse("store:orders"))  # whatever every page of the dashboard reads
    with CaptureQueriesContext(
        connection,
    ) as every:
        shopper.get(reverse("store:orders"))
    with CaptureQueriesContext(connection) as asked:
        page = shopper.get(reverse("store:catalogue")).content.decode()
    assert "Product 0" in page
    own = [query["sql"] for query in asked.captured_queries if any(table in query["sql"] for table in TABLES)]
    assert len(own) == 1
    assert len(asked) - len(every) + 1 <= MOST
