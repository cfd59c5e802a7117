"""Arithmetic of bonuses, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from programs.definition.bonuses import Bonuses
from programs.definition.load import load
from store.bonuses.rules import Line, expires_on, limits, most_usable, period, spread
from tests.cast import PRESETS

D = Decimal
ON = date(2026, 2, 16)
CLOUD = Line("cloud", D(100))


@pytest.fixture(scope="module")
def bonuses() -> Bonuses:
    found = load((PRESETS / "bitrix24.toml").read_text(encoding="utf-8")).bonuses
    assert found is not None
    return found


@pytest.mark.rule("B24-9a")
def test_the_kickstart_is_valid_for_90_days_from_acceptance(bonuses):
    until = expires_on(bonuses.kinds[0], accepted_on=date(2026, 1, 1), credited_on=ON)
    assert until == date(2026, 4, 2)  # 1 January and 90 days: through 1 April


@pytest.mark.rule("B24-10a")
def test_an_award_is_valid_until_31_december(bonuses):
    award = bonuses.kinds[1]
    assert expires_on(award, accepted_on=date(2020, 1, 1), credited_on=ON) == date(2027, 1, 1)
    assert (period(award, ON), period(bonuses.kinds[0], ON)) == ("2026", "ever")


@pytest.mark.rule("B24-9b")
@pytest.mark.parametrize(
    ("line", "most"),
    [
        (CLOUD, 90),
        (Line("on_premise", D(50)), 40),
        (Line("cloud", D(100), new_client=False), 0),
        (Line("upgrade", D(100)), 0),
        (Line("maintenance", D(100)), 0),
        (Line("addon", D(100)), 0),
        (Line("cloud", D(100), archived=True), 0),
        (Line("cloud", D(9)), 0),
    ],
)
def test_what_a_bonus_pays_for(bonuses, line, most):
    assert most_usable(bonuses.spending, [line], "EUR") == most


@pytest.mark.rule("B24-9b")
def test_the_money_may_come_from_lines_that_a_bonus_cannot_pay(bonuses):
    assert most_usable(bonuses.spending, [CLOUD, Line("upgrade", D(30))], "USD") == 100


def test_a_currency_without_a_minimum_in_money_takes_no_bonus(bonuses):
    assert most_usable(bonuses.spending, [CLOUD], "GBP") == 0


@pytest.mark.rule("B24-9b", "B24-10a")
def test_own_use_is_barred_for_the_kickstart_only(bonuses):
    assert limits(bonuses, [Line("cloud", D(100), own_use=True)], "EUR") == {"kickstart": 0, "award": 90}


def test_what_is_spread_adds_up():
    assert spread(D("10.00"), [D(1), D(1), D(1)], D("0.01")) == [D("3.34"), D("3.33"), D("3.33")]
    assert spread(D(0), [], D("0.01")) == []
    with pytest.raises(ValueError, match="nothing to spread"):
        spread(D(1), [D(0)], D("0.01"))
