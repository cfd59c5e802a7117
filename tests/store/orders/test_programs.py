"""What each program makes of a sale: first-sale discount, competence, points per edition, temporary reduction."""

from datetime import timedelta
from decimal import Decimal

import pytest

from activities.models import Activity
from common.tenancy import bind
from partners.models import Restriction
from points.models import Account
from programs.rulebook import read_rulebook
from statuses.models import Standing
from statuses.operations import settle
from store.orders.operations import UnableToOrder, UnableToPay
from store.pricing.quoting import EndClient, Wanted
from tests.cast import admit, join, open_program, partner_actor
from tests.store import shop

pytestmark = pytest.mark.django_db
CLIENT = EndClient(company="Acme", country="US")


def partner_of(preset, **fields):
    """A partner of another program that may buy, and its main user's actor."""
    partner = shop.buyer(admit(open_program(preset), "delta", "Delta House", **fields), entity=fields.get("entity", ""))
    return partner, partner_actor(partner, join(partner, "Dora"))


def points(partner, account="main"):
    with bind(partner.program_id):
        return Account.objects.get(partner=partner, code=account).points


@pytest.mark.rule("BPS-first")
def test_the_first_paid_order_of_an_intranet_edition_has_a_further_discount_once():
    delta, dora = partner_of("bitrix-2011", country="US", currency="USD")
    portal, site = (shop.product(delta.program, code) for code in ("infopace", "site_standard"))
    other = shop.place(dora, delta, Wanted(site, 1, CLIENT))
    assert (other.discount_total, other.first_sale) == (Decimal("199.6"), False)
    shop.pay(other)
    one, two = (shop.place(dora, delta, Wanted(portal, 1, CLIENT), Wanted(site, 1, CLIENT)) for _each in range(2))
    assert one.net_total == two.net_total == Decimal("896.4")  # 1,990 less 40 % less 50 %, and 499 less 40 %
    shop.pay(two)
    with pytest.raises(UnableToPay, match="first-sale discount"):
        shop.pay(one)
    later = shop.place(dora, delta, Wanted(portal, 1, CLIENT))
    assert (later.net_total, later.first_sale) == (Decimal(1194), False)
    assert points(delta) == 29 + 20 + 89 + 80  # whole tens of each order, and 10 for every full hundred


@pytest.mark.rule("BSM-points1")
def test_licences_and_additions_earn_their_points():
    delta, dora = partner_of("bitrix-sm11", country="US", currency="USD")
    sold = shop.product(delta.program, "enterprise")
    shop.pay(shop.place(dora, delta, Wanted(sold, 2, CLIENT)))
    assert points(delta) == 398
    extra = shop.product(delta.program, "additional_site_enterprise")
    shop.pay(shop.place(dora, delta, Wanted(extra, 1, CLIENT)))
    assert points(delta) == 398 + 30  # 500 less 40 %, one point for each whole ten
    with bind(delta.program_id):
        kinds = Activity.objects.order_by("pk").values_list("kind", "quantity", "attributes")
        assert list(kinds) == [("sale", 2, {"edition": "enterprise"}), ("addon", 1, {})]


@pytest.mark.rule("NET-1")
def test_the_first_level_buys_with_its_discount():
    delta, dora = partner_of("1c-bitrix", country="RU", currency="RUB")
    order = shop.place(dora, delta, Wanted(shop.product(delta.program, "standard"), 1, EndClient("Acme", "RU")))
    assert order.discount_total > 0
    assert order.tax_total == order.net_total * Decimal("0.2")
    shop.pay(order)
    assert points(delta) == int(order.net_total / 800)


@pytest.mark.rule("KKV-3")
def test_enterprise_products_need_the_competence():
    delta, dora = partner_of("1c-bitrix-kz", country="KZ", currency="KZT")
    wanted = Wanted(shop.product(delta.program, "enterprise_portal"), 1, EndClient("Acme", "KZ"))
    with pytest.raises(UnableToOrder, match="holders of"):
        shop.place(dora, delta, wanted)
    with bind(delta.program_id):
        Activity.objects.create(
            program=delta.program,
            partner=delta,
            kind="decision",
            on=shop.TODAY,
            attributes={"track": "enterprise", "level": "base"},
            recorded_at=shop.NOW,
        )
        settle(rulebook=read_rulebook(delta.program_id), partner_ids=[delta.pk], until=shop.TODAY, now=shop.NOW)
        assert Standing.objects.get(partner=delta, track="enterprise").level == "base"
    shop.pay(shop.place(dora, delta, wanted))
    with bind(delta.program_id):
        assert Activity.objects.filter(kind="enterprise_sale").count() == 1


@pytest.mark.rule("B24-3.6")
def test_a_lowered_discount_holds_at_checkout_until_its_end(program, alpha, alice):
    shop.buyer(alpha, country="CY")
    shop.promote(alpha, "silver")
    with bind(program.pk):
        Restriction.objects.create(
            program=program,
            partner=alpha,
            effect="discount",
            percent=10,
            starts_on=shop.TODAY,
            ends_on=shop.TODAY + timedelta(days=5),
            reason="Unfair prices",
            set_at=shop.NOW,
        )
    wanted, actor = Wanted(shop.product(program, "cloud_standard_year"), 1, shop.ACME), partner_actor(alpha, alice)
    assert shop.place(actor, alpha, wanted).discount_total == Decimal("118.8")
    after = shop.TODAY + timedelta(days=6)
    assert shop.place(actor, alpha, wanted, today=after).discount_total == Decimal("475.2")
