"""Validity of the certificates of a track."""

from typing import Annotated

from pydantic import Field, StringConstraints

from programs.definition.base import Rule

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


class CertificateTerms(Rule):
    """The certificate of a track.

    It is valid for ``years`` from the day the level was confirmed, is renewed automatically while the level lasts, and
    never outlasts the day on which a review or grace period is decided. ``withdrawn``: whether it ends when the level
    changes; if false, it stays valid until its end. ``colour`` is the color of the printed page.
    """

    years: int = Field(default=1, ge=1, le=10)
    withdrawn: bool = True
    colour: Colour = "#17375e"
