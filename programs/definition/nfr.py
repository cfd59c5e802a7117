"""Licences that are not for resale."""

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
    """The limits of an NFR licence against the commercial one."""

    items: list[Limit] = Field(min_length=1)


class Life(Rule):
    """How long it runs and may be extended; what remains at its end, and on cancellation of the status at once."""

    months: int = Field(gt=0)
    extension_months: int | None = Field(default=None, gt=0)
    afterwards: Literal["free_plan", "ends"] = "ends"


class Grant(Rule):
    """One kind of NFR licence; ``never_commercial``: only for an account that never had a paid subscription."""

    code: Code
    name: Label
    form: Literal["cloud", "on_premise"]
    edition: Label | None = None
    never_commercial: bool = False
    life: Life | None = None
    limits: Limits | None = None


class Purposes(Rule):
    """The uses allowed, accepted at the claim; another use is a violation."""

    allowed: list[Label] = Field(min_length=1)


class Nfr(Part):
    """NFR licences; how many a level gives stands in its benefits."""

    grants: list[Grant] = Field(min_length=1)
    purposes: Purposes | None = None
