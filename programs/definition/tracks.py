"""Tracks of levels: entry, upgrades, reviews and downgrades."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Rule
from programs.definition.benefits import Benefits
from programs.definition.certificates import CertificateTerms
from programs.definition.requirements import Entry, Grace, Requirement


class Level(Rule):
    """A level of a track. The file lists levels from the lowest to the highest.

    ``reach`` is required for the upgrade to it, ``requalify`` instead once the level was held and lost, and ``keep`` at
    each yearly review if ``review`` is true. On a downgrade to it, the account restarts with ``starting_points``.
    """

    code: Code
    name: Label
    reach: list[Requirement] = Field(default_factory=list)
    requalify: list[Requirement] | None = None
    keep: list[Requirement] = Field(default_factory=list)
    review: bool = False
    grace: Grace | None = None
    starting_points: int = Field(default=0, ge=0)
    benefits: Benefits = Benefits()


class Downgrade(Rule):
    """What a failed review does.

    ``to``: ``one_level`` down, or down to the next level whose ``keep`` still ``holds`` (none: the level is annulled).
    ``points``: ``stay``, or ``restart`` from the new level's starting points.
    """

    to: Literal["one_level", "holds"] = "one_level"
    points: Literal["stay", "restart"] = "stay"


class Track(Rule):
    """An ordered list of levels with its own points account. The main track has the code ``status``.

    ``upgrades``: ``by_themselves`` as soon as every requirement is met, or by a manager's ``decision`` only. A track
    without ``certificate`` gives none.
    """

    code: Code
    name: Label
    account: Code
    entry: Entry
    upgrades: Literal["by_themselves", "decision"] = "by_themselves"
    downgrade: Downgrade
    certificate: CertificateTerms | None = None
    levels: list[Level] = Field(min_length=1)

    def place(self, code: str) -> int:
        """The position of a level from the lowest (0); -1 for no level."""
        return next((i for i, level in enumerate(self.levels) if level.code == code), -1)

    def level(self, code: str) -> Level | None:
        """The level with this code, None for the empty code."""
        place = self.place(code)
        return self.levels[place] if place >= 0 else None
