"""How points are earned, for the public page: the kinds of activities that earn the most first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.definition import Definition
from programs.definition.points import PointsRule
from programs.definition.requirements import Points
from programs.prose.earning import earning_words

SHOWN = 5


@dataclass(frozen=True)
class Earned:
    """A kind of activity, and what it earns: a line for each rule."""

    kind: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Earning:
    """What points are, the kinds that earn the most, and the ``rest``."""

    about: str
    most: Sequence[Earned]
    rest: Sequence[Earned]


def earning(definition: Definition) -> Earning | None:
    """How the program's points are earned; None for a program without points."""
    rules = definition.points.by_kind
    if not rules:
        return None
    kinds = [Earned(str(definition.activities[code].name), earning_words(definition, code)) for code in _ranked(rules)]
    return Earning(_about(definition), kinds[:SHOWN], kinds[SHOWN:])


def _ranked(rules: Mapping[str, Sequence[PointsRule]]) -> list[str]:
    """The kinds by their points: what earns by the amount first, as it has no limit, then the most for one act."""
    return sorted(rules, key=lambda code: (not any(one.every for one in rules[code]), -_most(rules[code])))


def _most(rules: Iterable[PointsRule]) -> int:
    return max((max([one.points or 0, *one.values.values()]) for one in rules), default=0)


def _about(definition: Definition) -> str:
    text = _("Points measure what you sell and do. More points mean a higher rank among the partners.")
    if any(isinstance(one, Points) for track in definition.tracks for level in track.levels for one in level.reach):
        text += " " + _("They count toward your level.")
    lives = {account.life for account in definition.points.accounts.values()}
    if lives == {"year"}:
        text += " " + _("Each point counts for one year.")
    elif lives == {"forever"}:
        text += " " + _("Points don't expire.")
    return text
