"""Markets, accounts, territories and taxes, without a database."""

from datetime import date

import pytest

from programs.definition.store import Exclusions, Territory
from store.pricing.markets import account_host, is_account, market_of, territory
from store.pricing.taxes import tax_for
from tests.cast import PRESETS

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def store():
    from programs.definition.load import load

    return load((PRESETS / "bitrix24.toml").read_text(encoding="utf-8")).store


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Acme.bitrix24.de/", "acme.bitrix24.de"),
        ("acme.bitrix24.de", "acme.bitrix24.de"),
        ("https://acme.bitrix24.de/crm", ""),
        ("https://user@acme.bitrix24.de", ""),
        ("https://acme.bitrix24.de:8080", ""),
        ("ftp://acme.bitrix24.de", ""),
        ("acme bitrix24.de", ""),
        ("https://[acme", ""),
    ],
)
def test_an_account_address_is_read(address, host):
    assert account_host(address) == host


def test_an_account_is_one_name_below_a_known_ending(store):
    hosts = store.cloud_account.hosts
    assert is_account("acme.bitrix24.com.br", hosts)
    assert not any(is_account(host, hosts) for host in ("bitrix24.com", "a.b.bitrix24.com", "acme.example.com", "-.x"))


@pytest.mark.rule("B24-2.1.2a")
def test_the_market_is_that_of_the_domain_zone_or_the_country(store):
    found = [
        market_of(store, host=host, country=country).code
        for host, country in (("acme.bitrix24.de", "US"), ("acme.bitrix24.com.br", "DE"), ("", "DE"), ("", "BR"))
    ]
    assert found == ["europe", "international", "europe", "international"]


@pytest.mark.rule("B24-2.4")
def test_the_latest_entry_of_a_territory_holds_on_its_days():
    rules = Exclusions(
        clause="B24-2.4",
        open=["DE"],
        unlisted="excluded",
        territories=[
            Territory(country="BY", since=date(2022, 3, 1), state="review"),
            Territory(country="BY", since=date(2026, 3, 3)),
            Territory(country="CU", since=date(2020, 1, 1), until=date(2025, 12, 31)),
        ],
    )
    states = [territory(rules, country, DAY) for country in ("DE", "BY", "CU", "AQ")]
    assert states == ["open", "review", "excluded", "excluded"]
    assert territory(rules, "BY", date(2026, 3, 3)) == "excluded"
    assert territory(rules, "BY", date(2022, 2, 28)) == "excluded"


@pytest.mark.rule("B24-2.1.1b")
@pytest.mark.parametrize(
    ("entity", "country", "tax_id", "category", "percent"),
    [
        ("limited", "CY", "", "S", 19),
        ("limited", "DE", "DE136695976", "AE", 0),
        ("limited", "DE", "DE136695977", "S", 19),
        ("limited", "DE", "", "S", 19),
        ("limited", "US", "", "O", 0),
        ("inc", "DE", "", "O", 0),
        ("me", "BH", "", "S", 10),
        ("", "DE", "", "", 0),
    ],
)
def test_taxes_follow_entity_country_and_tax_id(store, entity, country, tax_id, category, percent):
    tax = tax_for(store, entity=entity, country=country, tax_id=tax_id)
    assert (tax.category, tax.percent) == (category, percent)


@pytest.mark.rule("B24-15.2")
def test_each_public_website_is_a_domain_zone_of_a_price_list(store):
    sites = ["com", "eu", "de", "es", "br", "in", "fr", "it", "cn", "cn/tc", "vn", "id", "jp", "com/my", "com/th", "tr"]
    known = {zone for market in store.markets for zone in market.domains}
    assert {site.split("/")[0] for site in (*sites, "pl", "co", "uk", "mx", "ae")} <= known
