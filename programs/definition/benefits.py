"""The benefits of a level."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Part, Percent, Rule
from programs.definition.requirements import Requirement


class Benefit(Rule):
    """A benefit granted once ``requires`` is met; with an empty list, together with the level."""

    requires: list[Requirement] = Field(default_factory=list)


class Discount(Benefit):
    """Percent off the list price (a reseller's margin)."""

    percent: Percent


class LeadAccess(Benefit):
    """How the partner gets leads: the codes of ``leads.modes``."""

    modes: list[Code] = Field(min_length=1)


class NfrAllowance(Benefit):
    """NFR licenses of one kind (a code of ``nfr.grants``), claimed or sent when the level is reached.

    ``count`` is how many a partner may hold. With ``approval``, a manager decides about each claim. Only an
    ``extendable`` allowance gives another license after the end of one.
    """

    grant: Code
    count: int = Field(ge=1)
    given: Literal["on_claim", "by_itself"] = "on_claim"
    extendable: bool = False
    approval: bool = False


class Benefits(Part):
    """The benefits of one level; ``gives`` names rows of the comparison that are simply included."""

    directory: Literal["no", "listed", "featured"] = "no"
    discount: Discount | None = None
    leads: LeadAccess | None = None
    nfr: list[NfrAllowance] = Field(default_factory=list)
    gives: list[Code] = Field(default_factory=list)


class ComparisonRow(Rule):
    """One row of the table that compares the levels; ``shows`` takes the cell from another benefit than ``gives``."""

    code: Code
    name: Label
    group: Label
    shows: Literal["gives", "discount", "leads", "nfr", "directory"] = "gives"
