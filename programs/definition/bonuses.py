"""Bonus money: who gets it, how long it is valid, and what it can pay for."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from programs.definition.base import Code, Label, Number, Part, Rule
from programs.definition.requirements import Requirement
from programs.definition.store import ProductKind


class Valid(Part):
    """The validity: a number of days from acceptance, or until the end of the year of the credit."""

    until: Literal["days_from_acceptance", "end_of_year"]
    days: int | None = Field(default=None, gt=0)


class Bonus(Rule):
    """A bonus of ``at_least`` to ``at_most`` in the account's currency, applied for or credited by a manager."""

    code: Code
    name: Label
    given: Literal["on_application", "by_manager"]
    at_least: Annotated[Number, Field(gt=0)]
    at_most: Annotated[Number, Field(gt=0)]
    valid: Valid
    applied_after: date | None = None
    requires: list[Requirement] = Field(default_factory=list)


class Spending(Rule):
    """What bonus money can pay for; ``money_at_least`` of each order must be paid in money."""

    products: list[ProductKind] = Field(min_length=1)
    clients: Literal["new", "all"] = "new"
    never: list[Literal["upgrade", "maintenance", "archived_plan", "own_use"]] = Field(default_factory=list)
    money_at_least: Annotated[Number, Field(ge=0)]


class Abuse(Rule):
    """The measures a manager may take against misuse."""

    measures: list[Literal["revoke", "deactivate_products", "open_case"]] = Field(min_length=1)


class BonusAccount(Rule):
    """The internal account: which money goes first, and whether a cancelled order gives back what has not expired."""

    spends_first: Literal["soonest_expiring"] = "soonest_expiring"
    returned_on_cancellation: bool = True


class Bonuses(Part):
    """Bonus money as a whole."""

    kinds: list[Bonus] = Field(min_length=1)
    spending: Spending
    abuse: Abuse | None = None
    account: BonusAccount
