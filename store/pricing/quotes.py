"""A quote: lines with their amounts, and the totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from statuses.benefits import DiscountNow
from store.models import ProductPrice
from store.money import ZERO
from store.pricing.asked import EndClient, Wanted
from store.pricing.rules import Priced, Tax
from store.screening.rules import Match


@dataclass(frozen=True)
class QuotedLine:
    """A line with its market, price, amounts, and the campaign that lowers them.

    ``runs_until`` is the last day of the subscription that it extends.
    """

    wanted: Wanted
    market: str
    price: ProductPrice
    amounts: Priced
    campaign: str = ""
    runs_until: date | None = None

    @property
    def minimum(self) -> Decimal:
        """The minimal end-user price of all units (B24-2.2b)."""
        return (self.price.minimum or ZERO) * self.wanted.quantity


@dataclass(frozen=True)
class Quote:
    """Every line with its amounts, or the problems that keep it from being bought, by line: ``0.account``.

    ``reviewed`` are clients whose territory or name makes the order wait, ``excluded`` those that can't be sold to;
    ``matches`` are their names on the lists of excluded persons.
    """

    currency: str
    on: date
    lines: Sequence[QuotedLine]
    problems: Mapping[str, str] = field(default_factory=dict)
    level: DiscountNow | None = None
    tax_evidence: Mapping[str, Any] = field(default_factory=dict)
    reviewed: Sequence[EndClient] = ()
    excluded: Sequence[EndClient] = ()
    bonus_most: Decimal = ZERO
    matches: Sequence[Match] = ()

    @property
    def under_review(self) -> bool:
        """Whether a client makes the order wait for a compliance decision (B24-2.4)."""
        return bool(self.reviewed)

    def _sum(self, what: str) -> Decimal:
        return sum((getattr(line.amounts, what) for line in self.lines), ZERO)

    @cached_property
    def listed(self) -> Decimal:
        """The list price of everything."""
        return self._sum("list_amount")

    @cached_property
    def discount(self) -> Decimal:
        """All discounts, without the bonus."""
        return self._sum("discount")

    @cached_property
    def level_discount(self) -> Decimal:
        """The level's discount on everything."""
        return self._sum("level_discount")

    @cached_property
    def first_discount(self) -> Decimal:
        """The first-sale discount (BPS-first)."""
        return self._sum("first_discount")

    @cached_property
    def campaign_discount(self) -> Decimal:
        """The campaigns' discount (B24-13.5)."""
        return self._sum("campaign_discount")

    @cached_property
    def campaigns(self) -> list[str]:
        """The names of the campaigns that give a discount."""
        return sorted({line.campaign for line in self.lines if line.campaign})

    @cached_property
    def bonus(self) -> Decimal:
        """What bonus money pays."""
        return self._sum("bonus")

    @cached_property
    def net(self) -> Decimal:
        """What is paid before tax."""
        return self._sum("net")

    @cached_property
    def tax(self) -> Decimal:
        """The tax on everything."""
        return self._sum("tax")

    @cached_property
    def total(self) -> Decimal:
        """What is paid."""
        return self.net + self.tax

    @cached_property
    def taxes(self) -> list[tuple[Tax, Decimal]]:
        """Each tax with its amount."""
        found: dict[Tax, Decimal] = {}
        for line in self.lines:
            found[line.amounts.asked.tax] = found.get(line.amounts.asked.tax, ZERO) + line.amounts.tax
        return list(found.items())

    @cached_property
    def seen(self) -> str:
        """A digest of every price and amount, to notice later that one has changed."""
        lines = [(line.wanted.product.pk, line.market, line.wanted.quantity, line.amounts) for line in self.lines]
        return sha256(repr((self.currency, lines)).encode()).hexdigest()
