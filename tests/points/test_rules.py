"""Points rules against the program documents' own numbers, without a database."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points.rules import earned, entry_expires_on
from tests.statuses.engine.life import preset

EDITIONS = {
    "intranet": 130,
    "start": 20,
    "standard": 50,
    "small_business": 90,
    "professional": 99,
    "enterprise": 199,
    "premium": 639,
    "ultimate": 799,
}


@dataclass
class Did:
    """An activity in the form the points rules read."""

    kind: str
    amount: Decimal | None = None
    quantity: int | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


def points(
    program: str, did: Did, level: str = "", account: str = "main", *, currency: str = "EUR", competence: str = "base"
) -> int:
    found = earned(preset(program).points, did, {"status": level, "enterprise": competence}, currency)
    return sum(gain.points for gain in found if gain.account == account)


@pytest.mark.rule("BPS-bonus", "BPS-points", "BPS-engine1")
@pytest.mark.parametrize(("level", "worth"), [("business", 33 + 10 + 10 + 10), ("certified", 33), ("gold", 33)])
def test_a_sale_of_330_dollars_in_2011(level, worth):
    assert points("bitrix-2011", Did("sale", Decimal(330)), level) == worth


@pytest.mark.rule("BPS-bonus")
@pytest.mark.parametrize(
    ("amount", "worth"),
    [("9.99", 0), ("10", 1), ("19.99", 1), ("99.99", 9), ("100", 20), ("199.99", 29), ("200", 40), ("0", 0)],
)
def test_fractions_of_ten_and_of_a_hundred_dollars_are_dropped(amount, worth):
    assert points("bitrix-2011", Did("sale", Decimal(amount)), "business") == worth


@pytest.mark.rule("BPS-bonus")
def test_extra_points_name_their_own_rule():
    gains = earned(preset("bitrix-2011").points, Did("sale", Decimal(330)), {"status": "business"})
    assert sorted((gain.clause, gain.points) for gain in gains) == [("BPS-bonus", 30), ("BPS-points", 33)]


@pytest.mark.rule("BPS-points")
@pytest.mark.parametrize(
    ("kind", "worth"),
    [
        ("case_study", 250),
        ("module", 500),
        ("placement", 250),
        ("seminar", 1000),
        ("localization", 2000),
        ("project", 50),
        ("certified", 0),
        ("evidence", 0),
        ("forecast", 0),
    ],
)
def test_activities_of_2011(kind, worth):
    assert points("bitrix-2011", Did(kind), "business") == worth


@pytest.mark.rule("B24-4.1")
@pytest.mark.parametrize(
    ("did", "worth"),
    [
        (Did("sale", Decimal("2500.00")), 250),
        (Did("sale", Decimal("19.90")), 1),
        (Did("sale", Decimal("9.99")), 0),
        (Did("sale", Decimal(100), 7), 10),
        (Did("evidence", attributes={"evidence": "case_study"}), 250),
        (Did("evidence", attributes={"evidence": "testimonial"}), 0),
        (Did("project"), 50),
        (Did("module"), 500),
        (Did("placement"), 250),
        (Did("seminar"), 1000),
        (Did("localization"), 2000),
        (Did("course", attributes={"course": "tutorial"}), 0),
        (Did("meeting", attributes={"meeting": "qbr"}), 0),
        (Did("nfr_claim", attributes={"form": "cloud"}), 0),
        (Did("client_seats", quantity=400), 0),
    ],
)
def test_activities_of_bitrix24(did, worth):
    assert points("bitrix24", did) == worth


@pytest.mark.rule("BSM-engine1", "BSM-points2")
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("kind", ["sale", "project"])
def test_each_edition_gives_the_same_sold_or_opened(kind, edition):
    assert points("bitrix-sm11", Did(kind, attributes={"edition": edition})) == EDITIONS[edition]
    assert points("bitrix-sm11", Did(kind, quantity=4, attributes={"edition": edition})) == 4 * EDITIONS[edition]


@pytest.mark.rule("BSM-engine1")
@pytest.mark.parametrize("published", ["true", "false", True, False, None])
def test_a_project_earns_published_or_not(published):
    attributes = {"edition": "enterprise"} | ({} if published is None else {"published": published})
    assert points("bitrix-sm11", Did("project", quantity=1, attributes=attributes)) == 199


@pytest.mark.rule("BSM-points1", "BSM-extra")
def test_additions_and_extra_points():
    assert points("bitrix-sm11", Did("addon", Decimal("199.99"))) == 19
    assert points("bitrix-sm11", Did("extra", quantity=75)) == 75


SOLD, OPENED = "sale", "project"


@pytest.mark.rule("BSM-points3")
@pytest.mark.parametrize(
    ("way", "total"),
    [
        ([(SOLD, "enterprise", 2), (SOLD, "professional", 1), (SOLD, "start", 1)], 517),
        ([(SOLD, "enterprise", 1), (SOLD, "start", 1), (OPENED, "enterprise", 1), (OPENED, "professional", 1)], 517),
        ([(SOLD, "start", 25)], 500),
        ([(SOLD, "standard", 10)], 500),
        ([(SOLD, "enterprise", 1), (OPENED, "enterprise", 3)], 199 * 4),
    ],
)
def test_five_ways_to_500_points(way, total):
    each = [points("bitrix-sm11", Did(kind, None, number, {"edition": edition})) for kind, edition, number in way]
    assert sum(each) == total >= 500


@pytest.mark.rule("NET-engine2", "NET-3")
@pytest.mark.parametrize("program", ["1c-bitrix", "1c-bitrix-kz"])
@pytest.mark.parametrize(
    ("did", "worth"),
    [
        (Did("project", quantity=3, attributes={"category": "shop", "industry": "retail"}), 50),
        (Did("quality"), 100),
        (Did("technology", attributes={"technology": "composite"}), 20),
        (Did("certified"), 0),
        (Did("sale", Decimal("1234.56")), 123),
    ],
)
def test_activities_of_the_network(program, did, worth):
    assert points(program, did) == worth


@pytest.mark.rule("KKV-6.1", "KKV-engine2")
@pytest.mark.parametrize(
    ("did", "main", "enterprise"),
    [
        (Did("enterprise_sale", Decimal(45_678)), 4567, 4567),
        (Did("enterprise_project"), 50, 50),
        (Did("marketing", attributes={"topic": "enterprise"}), 0, 100),
        (Did("sale", Decimal(1000)), 100, 0),
        (Did("publication"), 0, 0),
        (Did("attested"), 0, 0),
    ],
)
def test_enterprise_points_are_a_separate_account(did, main, enterprise):
    assert points("1c-bitrix-kz", did) == main
    assert points("1c-bitrix-kz", did, account="enterprise") == enterprise


@pytest.mark.rule("KKV-engine2")
@pytest.mark.parametrize(("competence", "worth"), [("", 0), ("base", 100), ("extended", 100)])
def test_enterprise_points_need_the_competence_at_the_opening(competence, worth):
    sold = Did("enterprise_sale", Decimal(1000))
    assert points("1c-bitrix-kz", sold, account="enterprise", competence=competence) == worth
    assert points("1c-bitrix-kz", sold, competence=competence) == 100, "main points as ever"


@pytest.mark.rule("NET-engine2")
@pytest.mark.parametrize(
    ("currency", "amount", "worth"),
    [
        ("EUR", "99.99", 9),
        ("USD", 100, 10),
        ("RUB", "7999.99", 9),
        ("RUB", 8000, 10),
        ("KZT", 50_000, 10),
        ("UAH", 2000, 10),
        ("BYN", 300, 10),
    ],
)
def test_a_sale_earns_alike_in_every_currency(currency, amount, worth):
    assert points("1c-bitrix", Did("sale", Decimal(amount)), currency=currency) == worth


@pytest.mark.rule("NET-engine2")
@pytest.mark.parametrize("program", ["1c-bitrix", "1c-bitrix-kz"])
def test_every_currency_of_the_network_has_a_step(program):
    (rule,) = preset(program).points.by_kind["sale"]
    assert set(rule.every) == set(preset(program).program.currencies)


@pytest.mark.rule("B24-4.2a", "BSM-points4", "NET-engine1", "KKV-6.1")
@pytest.mark.parametrize(
    ("program", "account"),
    [("bitrix24", "main"), ("bitrix-sm11", "main"), ("1c-bitrix", "main"), ("1c-bitrix-kz", "enterprise")],
)
def test_points_expire_after_a_year(program, account):
    assert entry_expires_on(preset(program).points, account, date(2025, 3, 10)) == date(2026, 3, 10)


@pytest.mark.rule("BPS-engine1")
def test_points_of_2011_do_not_expire():
    assert entry_expires_on(preset("bitrix-2011").points, "main", date(2011, 3, 10)) is None


@given(cents=st.integers(0, 10**9))
def test_sale_earns_one_point_per_full_ten(cents):
    assert points("bitrix24", Did("sale", Decimal(cents) / 100)) == cents // 1000
