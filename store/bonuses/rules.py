"""Arithmetic of bonuses: validity, what an order may use, and what goes back (B24-9b, B24-f)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from programs.definition.bonuses import Banned, Bonus, Bonuses, Spending

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order: ``net`` is its price after every discount and before the bonus.

    ``kind`` is the product's kind. ``new_client`` says whether the client never held a paid license before.
    """

    kind: str
    net: Decimal
    new_client: bool = True
    archived: bool = False
    own_use: bool = False

    def falls_under(self, ban: Banned) -> bool:
        """Whether a ban of bonus money covers the line."""
        if ban == "archived_plan":
            return self.archived
        return self.own_use if ban == "own_use" else self.kind == ban


def expires_on(bonus: Bonus, *, accepted_on: date, credited_on: date) -> date:
    """The first day on which a bonus can't be used (B24-9a: 90 days from acceptance; B24-10a: 31 December)."""
    if bonus.valid.until == "end_of_year":
        return date(credited_on.year + 1, 1, 1)
    return accepted_on + timedelta(days=(bonus.valid.days or 0) + 1)


def period(bonus: Bonus, credited_on: date) -> str:
    """The period for which a partner gets the bonus once: the year of a manager's credit, else ever."""
    return str(credited_on.year) if bonus.given == "by_manager" else "ever"


def may_be_paid(spending: Spending, line: Line, never: Iterable[Banned] = ()) -> bool:
    """Whether bonus money may pay for the line; ``never`` are the bans of one kind of bonus (B24-9b)."""
    if line.kind not in spending.products or (spending.clients == "new" and not line.new_client):
        return False
    return not any(line.falls_under(ban) for ban in (*spending.never, *never))


def most_usable(spending: Spending, lines: Sequence[Line], currency: str, never: Iterable[Banned] = ()) -> Decimal:
    """The most bonus money an order may use, whatever the account holds (R10: of the net before tax).

    Zero when nothing on the order qualifies, or when the order is too small to leave the required money.
    """
    money = spending.money_in(currency)
    if money is None:
        return ZERO
    bans = tuple(never)
    eligible = sum((line.net for line in lines if may_be_paid(spending, line, bans)), ZERO)
    return max(min(eligible, sum((line.net for line in lines), ZERO) - money), ZERO)


def spread(amount: Decimal, weights: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """Split an amount by weights into multiples of ``unit`` that add up to it exactly (largest remainder).

    Raises ValueError when there is an amount, but no weight to put it on.
    """
    whole = sum(weights, ZERO)
    if whole <= 0:
        if amount:
            raise ValueError("There is nothing to spread the amount over.")
        return [ZERO for _ in weights]
    exact = [amount * weight / whole for weight in weights]
    parts = [each.quantize(unit, rounding=ROUND_DOWN) for each in exact]
    left = int((amount - sum(parts, ZERO)) / unit)
    by_remainder = sorted(range(len(weights)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_remainder[:left]:
        parts[n] += unit
    return parts


def limits(bonuses: Bonuses, lines: Sequence[Line], currency: str) -> dict[str, Decimal]:
    """The most an order may use of each kind of bonus, by code."""
    return {kind.code: most_usable(bonuses.spending, lines, currency, kind.never) for kind in bonuses.kinds}
