"""Point accounts and what earns points."""

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
    """Only while the partner stands on ``level`` of ``track`` at the opening of the day."""

    track: Code
    level: Code


class PointsRule(Rule, Match):
    """What an activity earns: ``points`` each, or ``points`` for ``every`` full so many of a field, or by a table.

    ``times = "quantity"`` multiplies by the quantity (1 when it is empty). Fractions are dropped per activity.
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
    """The active totals are recalculated at the opening of each day; directory and rank use the day's."""

    recalculated: Literal["daily"] = "daily"


class PointsBook(Part):
    """The program's accounts and rules of points."""

    totals: DailyTotals | None = None
    accounts: dict[Code, Account]
    rules: list[PointsRule] = Field(default_factory=list)

    @cached_property
    def by_kind(self) -> Mapping[str, Sequence[PointsRule]]:
        """The rules by the kind of activity they are about, in the file's order."""
        found: dict[str, list[PointsRule]] = {}
        for rule in self.rules:
            found.setdefault(rule.of, []).append(rule)
        return found
