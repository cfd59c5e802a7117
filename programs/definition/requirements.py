"""Requirements of levels. Each kind asks one thing about a partner's activities, points or levels."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from programs.definition.activities import Match
from programs.definition.base import Code, Label, Number, Part, Rule

Window = Literal["ever", "year", "two_years", "term", "two_terms"]
Since = Literal["level_reached", "level_lost"]


class BaseRequirement(Rule):
    """The base of all requirements.

    ``applies_from``: asked from this day on. ``every_nth_review``: asked at every n-th review since a manager's last
    decision. ``act`` says what to do ("Complete the tutorial"), where people read a list of things to do; without it,
    they read the ``name``.
    """

    code: Code
    name: Label
    act: Label | None = None
    applies_from: date | None = None
    every_nth_review: int | None = Field(default=None, ge=2)

    @property
    def to_do(self) -> str:
        """What to do, in the reader's language, or else the name."""
        return str(self.act or self.name)


class Counted(BaseRequirement, Match):
    """A requirement over activities.

    ``window``: ``year`` is the last 12 months as of the day, ``term`` the time from the last confirmation of the level
    to the review, ``two_terms`` the two years before the day of the review. ``since`` narrows it to days after the
    present level was reached, or after the requested level was lost. ``days_before_end``: only what happened at least
    this many days before the window's end counts.
    """

    window: Window = "ever"
    since: Since | None = None
    days_before_end: int = Field(default=0, ge=0)


class Agreed(Match):
    """A threshold agreed with each partner: the amount of the partner's latest activity of a kind."""


class Total(Counted):
    """The sum of an amount (``unit = "money"``: the account's currency) or of a quantity in the kind's own unit."""

    kind: Literal["total"]
    field: Literal["amount", "quantity"]
    unit: Label
    at_least: Annotated[
        Annotated[Number, Field(ge=0), Tag("number")] | Annotated[Agreed, Tag("agreed")],
        Discriminator(lambda value: "agreed" if isinstance(value, dict | Agreed) else "number"),
    ]


class Count(Counted):
    """How many activities; ``at_most = 0`` asks that there be none."""

    kind: Literal["count"]
    at_least: int | None = Field(default=None, ge=1)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_bound(self) -> "Count":
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give either at_least or at_most")
        return self


class Distinct(Counted):
    """How many different subjects, or combinations of ``subject`` and attributes."""

    kind: Literal["distinct"]
    by: list[Code] = Field(default=["subject"], min_length=1)
    at_least: int = Field(ge=1)


class EveryQuarter(Counted):
    """At least one in each full calendar quarter of the window."""

    kind: Literal["every_quarter"]


class Points(BaseRequirement):
    """Active points of an account."""

    kind: Literal["points"]
    account: Code
    at_least: int = Field(ge=0)


class HoldsLevel(BaseRequirement):
    """At least this level on a track; with ``window = "term"`` it must not have been lost in the term either."""

    kind: Literal["level"]
    track: Code
    at_least: Code
    window: Literal["now", "term"] = "now"


Requirement = Annotated[
    Total | Count | Distinct | EveryQuarter | Points | HoldsLevel,
    Field(discriminator="kind"),
]


class Grace(Rule):
    """The time after entering the level to meet its ``requires``, or the level is cancelled.

    Days S to S + ``days`` count; the decision opens the day after. ``reminders`` are days before the last of them.
    """

    days: int = Field(gt=0)
    requires: list[Requirement] = Field(min_length=1)
    reminders: list[int] = Field(default_factory=list)


class Entry(Part):
    """How a partner enters a track: at acceptance, with ``level``, or by a manager's decision."""

    by: Literal["acceptance", "decision"]
    level: Code | None = None
