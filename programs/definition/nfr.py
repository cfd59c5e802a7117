"""NFR licenses: not for resale."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Part, Rule


class Limit(Part):
    """A limit that shows with the licence, in its unit; 0 means not at all."""

    code: Code
    name: Label
    at_most: int = Field(ge=0)
    unit: Label


class Limits(Rule):
    """The limits of an NFR license compared with the commercial one."""

    items: list[Limit] = Field(min_length=1)


class Life(Rule):
    """Its duration and extension, and what remains at its end or when the status is cancelled.

    It can be extended from ``extension_days`` before its end; the partner is reminded ``reminders`` days before it.
    """

    months: int = Field(gt=0)
    extension_months: int | None = Field(default=None, gt=0)
    extension_days: int = Field(default=30, gt=0)
    reminders: list[int] = Field(default_factory=lambda: [30, 7])
    afterwards: Literal["free_plan", "ends"] = "ends"


class Grant(Rule):
    """A kind of NFR license; ``never_commercial``: only for accounts that never had a paid subscription."""

    code: Code
    name: Label
    form: Literal["cloud", "on_premise"]
    edition: Label | None = None
    never_commercial: bool = False
    life: Life | None = None
    limits: Limits | None = None


class Purposes(Rule):
    """The allowed uses, accepted when claiming; any other use is a violation."""

    allowed: list[Label] = Field(min_length=1)


class Nfr(Part):
    """NFR licenses; a level's benefits say how many it gives.

    A grant is recorded as ``activity``, if the program has this kind. After the loss of a level, grants that the new
    one doesn't give run on to their term, or end ``at_once``.
    """

    grants: list[Grant] = Field(min_length=1)
    purposes: Purposes | None = None
    activity: Code = "nfr_claim"
    lost_level: Literal["at_term", "at_once"] = "at_term"

    def grant(self, code: str) -> Grant | None:
        """Return the kind of license with this code; None if the rules have no such kind."""
        return next((grant for grant in self.grants if grant.code == code), None)
