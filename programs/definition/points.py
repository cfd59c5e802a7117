"""Points accounts and rules."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from programs.definition.activities import Match
from programs.definition.base import Code, Label, Number, Part, Rule


class Account(Rule):
    """An account of points and how long an entry counts."""

    name: Label
    life: Literal["year", "forever"]


class WhenLevel(Part):
    """Only while the partner has ``level`` on ``track`` at the opening of the day."""

    track: Code
    level: Code


class PointsRule(Rule, Match):
    """What an activity earns: ``points`` each, or ``points`` per full ``every`` of a field, or by a table.

    ``times = "quantity"`` multiplies by the quantity (1 if empty). Fractions are dropped per activity.
    """

    code: Code
    account: Code
    points: int | None = Field(default=None, ge=1)
    every: Annotated[Number, Field(gt=0)] | None = None
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
        return self


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
