"""Joint marketing of vendor and partner, and sales forecasts."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Part, Percent, Rule


class Coop(Rule):
    """Refunds of proven marketing expenses, at most ``percent``, for partners with the benefit."""

    percent: Percent
    benefit: Code


class Forecast(Rule):
    """A sales forecast filed each quarter as an activity, and the activity with the agreed volume."""

    activity: Code
    commitment: Code | None = None
    levels: list[Code] = Field(min_length=1)


class Shown(Rule):
    """Something shown while a partner has the benefit: rotating quotes, a logo, a badge."""

    code: Code
    name: Label
    benefit: Code
    kind: Literal["rotation", "logo", "badge"]


class QualityProgram(Rule):
    """Projects may be submitted for a quality audit; passing records the activity and marks the project."""

    activity: Code
    mark: Label


class Marketing(Part):
    """Marketing as a whole."""

    coop: Coop | None = None
    forecast: Forecast | None = None
    shown: list[Shown] = Field(default_factory=list)
    quality_program: QualityProgram | None = None
