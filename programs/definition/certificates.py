"""What a certificate of a track's levels is worth, and for how long."""

from typing import Annotated

from pydantic import Field, StringConstraints

from programs.definition.base import Rule

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


class CertificateTerms(Rule):
    """The certificate of a track.

    It is valid for ``years`` from the day the level was confirmed, then renewed by itself while the level lasts, and
    never beyond the day on which a review or grace period is decided. ``withdrawn``: whether it ends when the level
    changes; if false it stays valid with its terms until its end. ``colour`` is that of the printed page.
    """

    years: int = Field(default=1, ge=1, le=10)
    withdrawn: bool = True
    colour: Colour = "#17375e"
