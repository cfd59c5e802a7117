"""Totals add up to the smallest unit, in every currency, and agree with an independent model in whole units."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.orders.rules import Share, share
from store.pricing.rules import Asked, Tax, bonus_base, price_lines, spread
from tests.samples import sample

UNITS = st.sampled_from([0, 2, 3])
PERCENT = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)


@st.composite
def orders(draw):
    units = draw(UNITS)
    taxes = draw(st.lists(st.tuples(st.sampled_from(["S", "AE", "O"]), PERCENT), min_size=1, max_size=3))
    lines = draw(
        st.lists(
            st.builds(
                Asked,
                unit_price=st.integers(0, 10**8).map(lambda n: Decimal(n).scaleb(-units)),
                quantity=st.integers(1, 999),
                percent=PERCENT,
                first_percent=st.one_of(st.just(Decimal(0)), PERCENT),
                campaign_percent=st.one_of(st.just(Decimal(0)), PERCENT),
                takes_bonus=st.booleans(),
                tax=st.sampled_from(taxes).map(lambda each: Tax(each[0], "Tax", each[1])),
            ),
            min_size=1,
            max_size=8,
        )
    )
    base = bonus_base(price_lines(lines, units=units))
    bonus = draw(st.integers(0, int(base.scaleb(units)))) if base else 0
    return lines, units, Decimal(bonus).scaleb(-units)


def half_up(value: Fraction) -> int:
    """Round to a whole number, half away from zero; independent of decimal's own rounding."""
    return (value.numerator * 2 + value.denominator) // (value.denominator * 2)


def model(lines, units, bonus):
    """The order's totals in whole smallest units, from the rules R1 and R2 alone."""
    nets, taxes = [], {}
    for line in lines:
        left = Fraction(line.unit_price) * 10**units * line.quantity
        for percent in (line.percent, line.first_percent, line.campaign_percent):
            left -= half_up(left * Fraction(percent) / 100)
        nets.append(int(left))
    return nets, int(bonus * 10**units), taxes


@pytest.mark.campaign
@settings(max_examples=sample(60, campaign=5000), deadline=None)
@given(orders())
def test_totals_add_up_and_agree_with_the_model(order):
    lines, units, bonus = order
    priced = price_lines(lines, units=units, bonus=bonus)
    nets, taken, _taxes = model(lines, units, bonus)
    scale = 10**units
    assert [int((line.net + line.bonus) * scale) for line in priced] == nets
    assert sum(line.bonus for line in priced) * scale == taken
    assert all(line.bonus == 0 or line.asked.takes_bonus for line in priced)
    for line in priced:
        assert min(line.net, line.bonus, line.tax, line.discount) >= 0
        assert line.total == line.net + line.tax == line.list_amount - line.discount - line.bonus + line.tax
        assert line.total * scale == int(line.total * scale)
    groups = {(line.asked.tax.category, line.asked.tax.percent) for line in priced}
    for category, percent in groups:
        inside = [line for line in priced if (line.asked.tax.category, line.asked.tax.percent) == (category, percent)]
        net = sum(Fraction(line.net) for line in inside) * scale
        assert sum(line.tax for line in inside) * scale == half_up(net * Fraction(percent) / 100)


@settings(max_examples=sample(60, campaign=5000), deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.data())
def test_a_spread_adds_up_and_stays_within_its_weights(weights, data):
    whole = data.draw(st.integers(0, sum(weights)))
    parts = spread(Decimal(whole), [Decimal(weight) for weight in weights], 0)
    assert sum(parts) == (whole if sum(weights) else 0)
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@settings(max_examples=sample(60, campaign=5000), deadline=None)
@given(st.integers(0, 10**8), st.lists(st.integers(1, 50), min_size=1, max_size=6), UNITS)
def test_refunds_of_all_units_give_back_everything(net, steps, units):
    amounts = Share(*(Decimal(part).scaleb(-units) for part in (net, net // 5, net // 3)))
    gone, done = Share(Decimal(0), Decimal(0), Decimal(0)), 0
    for step in steps:
        part = share(amounts, gone, quantity=sum(steps), gone_units=done, units=step, decimals=units)
        assert min(part.net, part.tax, part.bonus) >= 0
        gone = Share(gone.net + part.net, gone.tax + part.tax, gone.bonus + part.bonus)
        done += step
    assert gone == amounts
