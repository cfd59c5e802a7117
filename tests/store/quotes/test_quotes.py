"""Quotes for end clients, through the partner's pages and the vendor's (B24-2.2b, B24-13.5)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from common.actor import Actor
from common.tenancy import bind
from notices.models import Notice
from programs.rulebook import read_rulebook
from store.models import CartLine, ClientQuote, ComplianceCheck, PriceAgreement
from store.quotes.operations import agree_price
from tests.store import shop
from tests.store.quotes.rows import campaign

pytestmark = pytest.mark.django_db
NEW = {
    "product": "cloud_standard_year",
    "quantity_0": "2",
    "price_0": "1188",
    "company": "Acme",
    "country": "DE",
    "account": "https://acme.bitrix24.de",
    "valid_until": "2026-03-31",
    "message": "As discussed",
}


def ask(shopper, **given):
    return shopper.post(reverse("store:quote_new"), {**NEW, **given})


def only(alpha) -> ClientQuote:
    with bind(alpha.program_id):
        return ClientQuote.objects.get()


@pytest.mark.rule("B24-2.2b")
def test_a_quote_is_printed_and_becomes_a_cart(shopper, alpha):
    listed = shopper.get(reverse("store:catalogue")).content.decode()
    start = f"{reverse('store:quote_new')}?product=cloud_standard_year"
    assert start in listed
    assert 'value="1188' in shopper.get(start).content.decode()
    assert ask(shopper).status_code == 302
    made = only(alpha)
    assert (made.state, made.total) == ("ready", Decimal(2376))
    page = reverse("store:quote", args=[made.number])
    assert "€1,425.60" in shopper.get(page).content.decode()  # what the partner pays itself
    pdf = shopper.get(reverse("store:quote_pdf", args=[made.number]))
    assert pdf.content.startswith(b"%PDF")
    assert shopper.post(page, {"cart": "1"})["location"] == reverse("store:cart")
    assert "is in your cart" in shopper.post(page, {"cart": "1"}, follow=True).content.decode()
    with bind(alpha.program_id):
        line = CartLine.objects.get()
    assert (line.quantity, line.client["account"], line.quote_id) == (2, "https://acme.bitrix24.de", made.pk)
    copied = shopper.get(f"{reverse('store:quote_new')}?copy={made.number}").content.decode()
    assert "As discussed" in copied
    assert "Acme" in shopper.get(f"{reverse('store:quote_new')}?from=cart").content.decode()
    assert shopper.post(page, {"withdraw": "1"}).status_code == 302
    assert shopper.get(reverse("store:quote_pdf", args=[made.number])).status_code == 404
    assert made.number in shopper.get(reverse("store:quotes") + "?state=withdrawn").content.decode()


def test_a_product_is_added_to_the_form_and_nothing_typed_is_lost(shopper, alpha):
    page = ask(shopper, add="1", added="on_premise_50", price_0="1300", company="Typed Ltd").content.decode()
    assert 'value="1300"' in page
    assert "Typed Ltd" in page
    assert page.count('name="product"') == 2
    with bind(alpha.program_id):
        assert not ClientQuote.objects.exists()


@pytest.mark.rule("B24-2.2b", "B24-13.5")
def test_a_price_below_the_minimum_needs_the_vendor(shopper, alpha, charlie, visit):
    refused = ask(shopper, price_0="1000").content.decode()
    assert "The minimal price is €1,188.00" in refused
    assert ask(shopper, price_0="1000", request="A school").status_code == 302
    made = only(alpha)
    assert made.state == "waiting"
    assert shopper.get(reverse("store:quote_pdf", args=[made.number])).status_code == 404
    desk = visit(charlie)
    assert made.number in desk.get(reverse("admin:store_clientquote_changelist") + "?state=waiting").content.decode()
    agree = reverse("admin:store_clientquote_agree", args=[made.pk])
    assert "A school" in desk.get(reverse("admin:store_clientquote_change", args=[made.pk])).content.decode()
    assert desk.post(agree, {"ends_on": "2026-03-20"}).status_code == 302
    made = only(alpha)
    assert (made.state, str(made.valid_until)) == ("ready", "2026-03-20")
    with bind(alpha.program_id):
        assert PriceAgreement.objects.get().quote_id == made.pk
        assert Notice.objects.filter(key=f"quote/{made.number}/agreed").count() == 1
    # The agreement was for that quote: the next one is refused again (R11).
    assert "The minimal price is" in ask(shopper, price_0="1000").content.decode()


@pytest.mark.rule("B24-13.5")
def test_a_declined_quote_says_why(shopper, alpha, charlie, visit):
    ask(shopper, price_0="1", request="Please")
    made, desk = only(alpha), visit(charlie)
    decline = reverse("admin:store_clientquote_decline", args=[made.pk])
    assert desk.post(decline, {"reason": "Too low"}).status_code == 302
    page = shopper.get(reverse("store:quote", args=[made.number])).content.decode()
    assert "Too low" in page
    assert 'name="cart"' not in page


@pytest.mark.rule("B24-13.5")
def test_an_agreed_price_lets_quotes_go_lower_until_it_ends(shopper, alpha, charlie, visit, program):
    desk = visit(charlie)
    given = {
        "partner": alpha.pk,
        "company": "ACME",
        "product": shop.product(program, "cloud_standard_year").pk,
        "price": "1000",
        "ends_on": "2026-03-20",
        "reason": "A school",
    }
    assert desk.post(reverse("admin:store_priceagreement_grant"), given).status_code == 302
    assert "€1,000.00" in shopper.get(reverse("store:quotes")).content.decode()
    assert "The minimal price is €1,000.00" in ask(shopper, price_0="999").content.decode()
    assert ask(shopper, price_0="1000").status_code == 302
    with bind(alpha.program_id):
        row = PriceAgreement.objects.get()
    assert desk.post(reverse("admin:store_priceagreement_end", args=[row.pk])).status_code == 302
    assert "The minimal price is €1,188.00" in ask(shopper, price_0="1000").content.decode()


@pytest.mark.rule("B24-13.5")
def test_a_campaign_lowers_the_minimum_where_it_runs(shopper, alpha):
    with bind(alpha.program_id):
        campaign(alpha, percent=0, minimum_percent=25, countries=["DE"], products=["cloud_standard_year"])
    assert ask(shopper, price_0="891").status_code == 302
    assert "campaign" in shopper.get(reverse("store:quote", args=[only(alpha).number])).content.decode().lower()
    refused = ask(shopper, price_0="891", country="FR", account="https://acme.bitrix24.fr")
    assert "The minimal price is €1,188.00" in refused.content.decode()


@pytest.mark.rule("B24-2.4")
def test_a_quote_for_an_excluded_territory_is_refused_and_recorded(shopper, alpha):
    assert "the territory is excluded" in ask(shopper, country="KP").content.decode()
    with bind(alpha.program_id):
        assert ComplianceCheck.objects.get().countries == ["KP"]
        assert not ClientQuote.objects.exists()


@pytest.mark.rule("B24-13.5")
def test_another_app_agrees_a_price_once_for_a_reference(shopper, alpha, program):
    product, system = shop.product(program, "cloud_standard_year"), Actor.system(program.pk)
    given = {
        "company": "Acme",
        "product": product,
        "price": Decimal(900),
        "ends_on": date(2026, 3, 9),
        "reason": "Deal",
    }
    with bind(program.pk):
        rules = {"partner": alpha, "rulebook": read_rulebook(program.pk), "today": shop.TODAY, "now": shop.NOW}
        first, second = (agree_price(actor=system, reference="deal-7", **given, **rules) for _time in range(2))
        assert first.pk == second.pk
        assert not Notice.objects.filter(key=f"agreement/{first.pk}").exists()  # the deal tells of it
    assert ask(shopper, price_0="900").status_code == 302
