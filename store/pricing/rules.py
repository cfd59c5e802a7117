"""The arithmetic of an order: discounts, bonus, taxes, and totals that add up to the smallest unit (R2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax by its category of EN 16931, name and percent."""

    category: str = ""
    name: str = ""
    percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One line to price. Percents are applied one after the other: level, first sale, campaign.

    ``takes_bonus`` says whether bonus money may pay for it.
    """

    unit_price: Decimal
    quantity: int
    percent: Decimal = Decimal(0)
    first_percent: Decimal = Decimal(0)
    campaign_percent: Decimal = Decimal(0)
    takes_bonus: bool = False
    tax: Tax = Tax()


@dataclass(frozen=True, slots=True)
class Priced:
    """A line with its amounts. ``net`` is what is paid before tax, ``tax`` its share of the order's tax."""

    asked: Asked
    list_amount: Decimal
    level_discount: Decimal
    first_discount: Decimal
    campaign_discount: Decimal
    bonus: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)

    @property
    def discount(self) -> Decimal:
        """All discounts of the line, without the bonus."""
        return self.level_discount + self.first_discount + self.campaign_discount

    @property
    def net(self) -> Decimal:
        """The amount of the sale (R1)."""
        return self.list_amount - self.discount - self.bonus

    @property
    def total(self) -> Decimal:
        """What is paid for the line, with tax."""
        return self.net + self.tax


def rounded(value: Decimal, units: int) -> Decimal:
    """Round half away from zero to a currency's minor units (R2)."""
    return value.quantize(Decimal(1).scaleb(-units), rounding=ROUND_HALF_UP)


def spread(amount: Decimal, weights: Sequence[Decimal], units: int) -> list[Decimal]:
    """Split an amount in proportion to the weights, by largest remainder; ties go to the earlier one.

    The parts add up to the amount, and none is above its weight if the amount is not above their sum.
    """
    whole = sum(weights, Decimal(0))
    if not whole:
        return [Decimal(0)] * len(weights)
    step = Decimal(1).scaleb(-units)
    exact = [amount * weight / whole for weight in weights]
    parts = [share.quantize(step, rounding=ROUND_FLOOR) for share in exact]
    left = int((amount - sum(parts)) / step)
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for place in by_remainder[:left]:
        parts[place] += step
    return parts


def price_lines(lines: Sequence[Asked], *, units: int, bonus: Decimal = Decimal(0)) -> list[Priced]:
    """Price the lines of one order in a currency with ``units`` decimals; ``bonus`` is what bonus money pays.

    Each discount is rounded on its line. Tax is computed once per category and rate, then spread over its lines (R2).
    Raises ValueError if the bonus is above what it may pay for.
    """
    priced = [_discounted(line, units) for line in lines]
    return _taxed(_with_bonus(priced, bonus, units), units)


def bonus_base(priced: Sequence[Priced]) -> Decimal:
    """How much of the net bonus money may pay for."""
    return sum((line.list_amount - line.discount for line in priced if line.asked.takes_bonus), Decimal(0))


def _discounted(line: Asked, units: int) -> Priced:
    left = listed = rounded(line.unit_price * line.quantity, units)
    taken = []
    for percent in (line.percent, line.first_percent, line.campaign_percent):
        taken.append(rounded(left * percent / HUNDRED, units))
        left -= taken[-1]
    return Priced(line, listed, *taken)


def _with_bonus(priced: list[Priced], bonus: Decimal, units: int) -> list[Priced]:
    if not bonus:
        return priced
    if not 0 <= bonus <= bonus_base(priced):
        raise ValueError(f"A bonus of {bonus} is more than it may pay for.")
    weights = [line.net if line.asked.takes_bonus else Decimal(0) for line in priced]
    return [replace(line, bonus=part) for line, part in zip(priced, spread(bonus, weights, units), strict=True)]


def _taxed(priced: list[Priced], units: int) -> list[Priced]:
    groups: dict[tuple[str, Decimal], list[int]] = {}
    for place, line in enumerate(priced):
        groups.setdefault((line.asked.tax.category, line.asked.tax.percent), []).append(place)
    done = list(priced)
    for (_category, percent), places in groups.items():
        nets = [priced[place].net for place in places]
        tax = rounded(sum(nets, Decimal(0)) * percent / HUNDRED, units)
        for place, part in zip(places, spread(tax, nets, units), strict=True):
            done[place] = replace(priced[place], tax=part)
    return done
