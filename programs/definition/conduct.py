"""The code of conduct, its penalties, and the suspension of inactive partners."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from programs.definition.base import SHOWN, Code, Label, Rule

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), SHOWN]


class Principle(Rule):
    """One point of the code, as shown, with its number in the document."""

    point: Label
    text: Text


class Reports(Rule):
    """Who may report a violation, and who sees the reports."""

    by: Literal["signed_in"] = "signed_in"
    seen_by: Literal["managers"] = "managers"
    evidence: bool = True


class Penalty(Rule):
    """A penalty in a case, with start, end, reason and clause, for ``at_most_months``; ``forever`` allows no end."""

    point: Label
    code: Code
    name: Label
    effect: Literal["level", "points", "achievements", "access", "lead_requests", "card", "blacklist"]
    at_most_months: int | None = Field(default=None, gt=0)
    forever: bool = False


class Suspension(Rule):
    """A partner without these activities after this time since acceptance may be suspended."""

    after_months: int = Field(gt=0)
    activities: list[Code] = Field(min_length=1)
    decided: Literal["by_manager", "by_itself"] = "by_manager"


class Conduct(Rule):
    """The code of conduct as a whole; ``agreement`` is the text that partners accept."""

    agreement: Code | None = None
    principles: list[Principle] = Field(min_length=1)
    reports: Reports | None = None
    penalties: list[Penalty] = Field(default_factory=list)
    suspension: Suspension | None = None
