"""Points accounts and rules."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from programs.definition.activities import Match
from programs.definition.base import Code, Currency, Label, Number, Part, Rule


class Account(Rule):
    """An account of points and how long an entry counts."""

    name: Label
    life: Literal["year", "forever"]


Step = Annotated[Number, Field(gt=0)]


class WhenLevel(Part):
    """Only while the partner has ``level``, or one of several, on ``track`` at the opening of the day."""

    track: Code
    level: Code | Annotated[list[Code], Field(min_length=1)]

    @property
    def levels(self) -> list[str]:
        """The levels, also if there is only one."""
        return self.level if isinstance(self.level, list) else [self.level]


class PointsRule(Rule, Match):
    """What an activity earns: ``points`` each, or ``points`` per full ``every`` of a field, or by a table.

    ``times = "quantity"`` multiplies by the quantity (1 if empty). Fractions are dropped per activity. ``every`` of an
    amount may be a table with a step for each currency of the program.
    """

    code: Code
    account: Code
    points: int | None = Field(default=None, ge=1)
    every: Step | Annotated[dict[Currency, Step], Field(min_length=1)] | None = None
    field: Literal["amount", "quantity"] | None = None
    by: Code | None = None
    values: dict[str, int] = Field(default_factory=dict)
    times: Literal["quantity"] | None = None
    when_level: WhenLevel | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "PointsRule":
        if (self.every is None) != (self.field is None):
            raise ValueError("every and field belong together: points for every full so many of the field")
        if (self.by is None) != (not self.values):
            raise ValueError("by and values belong together: points by the value of an attribute")
        if (self.points is None) == (self.by is None):
            raise ValueError("give either points or by with values")
        if isinstance(self.every, dict) and self.field != "amount":
            raise ValueError("a step for each currency belongs to an amount")
        return self

    def step(self, currency: str) -> Decimal | None:
        """How much of the field earns ``points``; None if the program states no step for the account's currency."""
        return self.every.get(currency) if isinstance(self.every, dict) else self.every


class DailyTotals(Rule):
    """Active totals are recalculated at the opening of each day, and used by directory and rank."""

    recalculated: Literal["daily"] = "daily"


class PointsBook(Part):
    """The program's points accounts and rules."""

    totals: DailyTotals | None = None
    accounts: dict[Code, Account]
    rules: list[PointsRule] = Field(default_factory=list)

    @cached_property
    def by_kind(self) -> Mapping[str, Sequence[PointsRule]]:
        """Return the rules by activity kind, in the file's order."""
        found: dict[str, list[PointsRule]] = {}
        for rule in self.rules:
            found.setdefault(rule.of, []).append(rule)
        return found
