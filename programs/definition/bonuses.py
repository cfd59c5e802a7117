"""Bonus money: who gets it, how long it is valid, and what it can pay for."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from programs.definition.base import Code, Currency, Label, Number, Part, Rule
from programs.definition.requirements import Requirement
from programs.definition.store import ProductKind

Amount = Annotated[Number, Field(ge=0)]


class Valid(Part):
    """The validity: a number of days from acceptance, or until the end of the year of the credit."""

    until: Literal["days_from_acceptance", "end_of_year"]
    days: int | None = Field(default=None, gt=0)


Banned = Literal["upgrade", "maintenance", "archived_plan", "own_use"]


class Bonus(Rule):
    """A bonus of ``at_least`` to ``at_most`` in the account's currency, applied for or credited by a manager.

    An application is ``decided`` by a manager, or credited at once. ``never`` adds to what no bonus may pay for.
    """

    code: Code
    name: Label
    given: Literal["on_application", "by_manager"]
    at_least: Annotated[Number, Field(gt=0)]
    at_most: Annotated[Number, Field(gt=0)]
    valid: Valid
    applied_after: date | None = None
    requires: list[Requirement] = Field(default_factory=list)
    decided: Literal["by_manager", "at_once"] = "by_manager"
    never: list[Banned] = Field(default_factory=list)


class Spending(Rule):
    """What bonus money can pay for; ``money_at_least`` of each order's net must be paid in money.

    It is one number for every currency, or one for each: in a currency without a number no bonus can be used.
    """

    products: list[ProductKind] = Field(min_length=1)
    clients: Literal["new", "all"] = "new"
    never: list[Banned] = Field(default_factory=list)
    money_at_least: dict[Currency, Amount] | Amount

    def money_in(self, currency: str) -> Decimal | None:
        """What must be paid in money in this currency; None when bonuses can't be used in it."""
        if isinstance(self.money_at_least, dict):
            return self.money_at_least.get(currency)
        return self.money_at_least


class Abuse(Rule):
    """The measures a manager may take against misuse."""

    measures: list[Literal["revoke", "deactivate_products", "open_case"]] = Field(min_length=1)


class BonusAccount(Rule):
    """The internal account: which money goes first, and whether a cancelled order gives back what has not expired.

    ``reminders`` are the days before the end on which the partner is told what will expire.
    """

    spends_first: Literal["soonest_expiring"] = "soonest_expiring"
    returned_on_cancellation: bool = True
    reminders: list[Annotated[int, Field(gt=0)]] = Field(default_factory=list)


class Bonuses(Part):
    """Bonus money as a whole."""

    kinds: list[Bonus] = Field(min_length=1)
    spending: Spending
    abuse: Abuse | None = None
    account: BonusAccount
