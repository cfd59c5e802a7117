"""Changes of prices and products, with their notice, through the admin."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.actor import Actor
from common.tenancy import bind
from store.catalogue.queries import prices_on, states_on
from store.models import Order, PriceList, Product
from tests.store import shop

pytestmark = pytest.mark.django_db
IN_TEN_DAYS = shop.TODAY + timedelta(days=10)
IMPORT = reverse("admin:store_product_import_file")
CHANGE = {"market": "europe", "currency": "EUR", "amount": "1300", "minimum": "1250"}


@pytest.fixture
def desk(that_day, charlie, visit):
    return visit(charlie)


def price(program, day, code="cloud_standard_year"):
    plan = shop.product(program, code)
    with bind(program.pk):
        found = prices_on(Actor.system(program.pk), day, currency="EUR", products=[plan.pk])
    return {market: (row.amount, row.minimum) for (_pk, market), row in found.items()}


@pytest.mark.rule("B24-2.1.2b", "B24-2.1.2a")
def test_a_price_is_published_with_ten_days_notice(program, desk):
    plan = shop.product(program, "cloud_standard_year")
    page = reverse("admin:store_product_price", args=[plan.pk])
    early = desk.post(page, {**CHANGE, "effective_from": IN_TEN_DAYS - timedelta(days=1)}).content.decode()
    assert "the earliest day is March 12, 2026 (B24-2.1.2b)" in early
    assert desk.post(page, {**CHANGE, "effective_from": IN_TEN_DAYS}).status_code == 302
    assert price(program, IN_TEN_DAYS - timedelta(days=1))["europe"] == (1188, 1188)
    assert price(program, IN_TEN_DAYS) == {"europe": (1300, 1250), "international": (1188, 1188)}
    shown = desk.get(reverse("admin:store_product_change", args=[plan.pk])).content.decode()
    assert "€780.00" in shown  # what Silver will pay


@pytest.mark.rule("B24-2.2b")
def test_a_minimum_above_the_price_is_refused(program, desk):
    page = reverse("admin:store_product_price", args=[shop.product(program, "cloud_standard_year").pk])
    answer = desk.post(page, {**CHANGE, "minimum": "1300.01", "effective_from": IN_TEN_DAYS})
    assert "above the list price" in answer.content.decode()


@pytest.mark.rule("B24-2.1.2a", "B24-2.1.2b")
def test_a_withdrawn_product_is_not_sold_from_its_day_on(program, desk, shopper):
    plan = shop.product(program, "cloud_standard_year")
    page = reverse("admin:store_product_state", args=[plan.pk])
    assert desk.post(page, {"state": "withdrawn", "effective_from": shop.TODAY}).status_code == 200
    assert desk.post(page, {"state": "withdrawn", "effective_from": IN_TEN_DAYS}).status_code == 302
    shop.fill_cart(shopper)
    assert "Check out" in shopper.get(reverse("store:cart")).content.decode()
    with bind(program.pk):
        assert states_on(Actor.system(program.pk), IN_TEN_DAYS, [plan.pk]) == {plan.pk: "withdrawn"}


@pytest.mark.rule("B24-2.1.2a")
def test_a_product_for_existing_clients_is_sold_to_them_only(program, shopper):
    shop.fill_cart(shopper, "on_premise_50_maintenance", account="")
    assert "sold to clients that already have the product only" in shopper.get(reverse("store:cart")).content.decode()


@pytest.mark.rule("B24-2.1.2a")
def test_a_product_can_be_barred_until_the_clients_paid_term_ends(program, alpha, shopper):
    shop.fill_cart(shopper)
    shop.check_out(shopper)
    with bind(program.pk):
        order = Order.objects.get()
        Product.objects.filter(code="cloud_basic_year").update(barred_while_paid=True)
    shop.pay(order)
    shop.fill_cart(shopper, "cloud_basic_year")
    assert "once its paid term ends on March 1, 2028" in shopper.get(reverse("store:cart")).content.decode()


def test_a_file_is_checked_before_it_is_published(program, desk):
    right = (
        b"product,market,currency,price,minimum\ncloud_basic_year,europe,EUR,600,590.5\non_premise_50,europe,EUR,,\n"
    )
    given = {"effective_from": IN_TEN_DAYS}
    with bind(program.pk):
        before = PriceList.objects.count()
    checked = desk.post(IMPORT, {**given, "file": SimpleUploadedFile("p.csv", right), "dry_run": "on"}, follow=True)
    assert "Nothing was published" in checked.content.decode()
    with bind(program.pk):
        assert PriceList.objects.count() == before
    wrong = right + b"nothing,europe,EUR,1,1\ncloud_basic_year,mars,EUR,1,1\ncloud_standard_year,europe,EUR,x,1\n"
    refused = desk.post(IMPORT, {**given, "file": SimpleUploadedFile("p.csv", wrong)}).content.decode()
    assert all(f"Line {line}:" in refused for line in (4, 5, 6))
    sent = {**given, "file": SimpleUploadedFile("p.csv", wrong), "failed_rows": "on"}
    failed = desk.post(IMPORT, sent).content.decode().splitlines()
    assert failed[0].endswith("product,market,currency,price,minimum,problem")
    assert [line.split(",")[0] for line in failed[1:]] == ["nothing", "cloud_basic_year", "cloud_standard_year"]
    assert desk.post(IMPORT, {**given, "file": SimpleUploadedFile("p.csv", right)}).status_code == 302
    assert price(program, IN_TEN_DAYS, "cloud_basic_year")["europe"] == (600, Decimal("590.5"))
    assert "europe" not in price(program, IN_TEN_DAYS, "on_premise_50")
    export = desk.post(reverse("admin:store_product_export")).content.decode()
    assert "cloud_basic_year,europe,EUR,588.000,588.000" in export


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\xff\xfe", b"product,market,currency,price,minimum\n"])
def test_a_file_that_is_none_is_refused(desk, content):
    file = SimpleUploadedFile("p.csv", content or b" ")
    assert desk.post(IMPORT, {"effective_from": date(2026, 4, 1), "file": file}).status_code == 200
