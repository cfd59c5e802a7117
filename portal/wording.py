"""What the engine found, in the reader's words: how much there is, how much is needed, what is missing.

Names of requirements, units and levels come from the program's definition; only the grammar around them stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import number
from programs.definition import Definition
from programs.definition.requirements import Count, Counted, Distinct, EveryQuarter, HoldsLevel, Points, Total
from statuses.engine.facts import Fact
from statuses.engine.requirements import BEGINNING, Finding

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Words:
    """Who reads about whom: the definition's names and the partner's currency."""

    definition: Definition
    currency: str

    def kind(self, code: str) -> str:
        """The name of a kind of activity; its code when the rules in force no longer know it."""
        kind = self.definition.activities.get(code)
        return kind.name if kind else code

    def level(self, track: str, code: str) -> str:
        """The name of a level on a track."""
        if track not in self.definition.track_codes:
            return code
        level = self.definition.track(track).level(code)
        return level.name if level else code

    def activity(self, kind: str, attributes: Mapping[str, Any], subject: str = "") -> str:
        """What an activity was, what exactly, and for whom: «Sale · Alder GmbH»."""
        details = [str(value).replace("_", " ") for value in attributes.values() if value not in (None, "", False)]
        return " · ".join([self.kind(kind), *details, *([subject] if subject else [])])

    def figures(self, kind: str, amount: Decimal | None, quantity: int | None) -> str:
        """The amount and the quantity of an activity, each with its unit."""
        known = self.definition.activities.get(kind)
        unit = known.quantity_unit if known and known.quantity_unit else ""
        shown = [self.money(amount)] if amount is not None else []
        if quantity is not None:
            shown.append(f"{number(quantity)} {unit}".strip())
        return ", ".join(shown)

    def money(self, value: Decimal) -> str:
        """An amount in the partner's currency."""
        return f"{number(value)} {self.currency}"


@dataclass(frozen=True)
class Answer:
    """One requirement as a page shows it. ``state``: met, open, or later; ``waits`` says when a later one is asked.

    ``claimable`` says what a partner may claim that would count for it; None when nothing, or when nothing is missing.
    """

    name: str
    clause: str
    state: str
    have: str
    needed: str
    missing: str
    waits: str
    window: str
    share: tuple[float, float] | None
    by: date | None
    fades_on: date | None
    counted: Sequence[Fact]
    claimable: Counted | None = None


def answer(finding: Finding, words: Words) -> Answer:
    """A finding in words."""
    measure = finding.measure
    return Answer(
        name=finding.requirement.name,
        clause=finding.requirement.clause,
        state="later" if not finding.asked else "met" if finding.met else "open",
        have=_quantity(finding, measure.have, words),
        needed=_needed(finding, words),
        missing="" if finding.met else _missing(finding, words),
        waits=_waits(finding),
        window=_window(measure.start, measure.end),
        share=(float(measure.have), float(measure.needed)) if measure.needed and not _is_done_or_not(finding) else None,
        by=None if finding.met else finding.by,
        fades_on=finding.fades_on if finding.asked else None,
        counted=sorted(measure.counted, key=lambda fact: (fact.on, fact.id), reverse=True),
        claimable=_claimable(finding, words) if finding.asked and not finding.met else None,
    )


def _claimable(finding: Finding, words: Words) -> Counted | None:
    """The requirement, when it counts what the program lets partners claim."""
    requirement = finding.requirement
    if not isinstance(requirement, Counted) or _forbids(finding):
        return None
    kind = words.definition.activities.get(requirement.of)
    return requirement if kind and kind.claim else None


def _is_done_or_not(finding: Finding) -> bool:
    """Whether the requirement has no way in between: a course passed, a level held, something that must not happen."""
    counts = isinstance(finding.requirement, Count | Distinct)
    once = counts and finding.measure.needed == 1
    return once or _forbids(finding) or isinstance(finding.requirement, HoldsLevel)


def _forbids(finding: Finding) -> bool:
    return isinstance(finding.requirement, Count) and finding.requirement.at_most is not None


def _quantity(finding: Finding, value: Any, words: Words) -> str:
    requirement = finding.requirement
    if isinstance(requirement, Total):
        return words.money(value) if requirement.unit == "money" else f"{number(value)} {requirement.unit}"
    if isinstance(requirement, HoldsLevel):
        return words.level(requirement.track, finding.measure.note[0]) or _("none")
    if isinstance(requirement, Points):
        return ngettext("%(points)s point", "%(points)s points", value) % {"points": number(value)}
    if isinstance(requirement, EveryQuarter):
        return ngettext("%(number)s quarter", "%(number)s quarters", value) % {"number": number(value)}
    return number(value)


def _needed(finding: Finding, words: Words) -> str:
    if isinstance(finding.requirement, HoldsLevel):
        return words.level(finding.requirement.track, finding.requirement.at_least)
    if finding.measure.needed is None:
        return _("not agreed yet")
    shown = _quantity(finding, finding.measure.needed, words)
    return _("at most %(number)s") % {"number": shown} if _forbids(finding) else shown


def _missing(finding: Finding, words: Words) -> str:
    requirement, measure = finding.requirement, finding.measure
    if measure.needed is None:
        return _("The figure is still to be agreed with your partner manager.")
    if isinstance(requirement, HoldsLevel):
        return _("Reach %(level)s first.") % {"level": words.level(requirement.track, requirement.at_least)}
    if _forbids(finding):
        return _("%(number)s too many") % {"number": number(finding.missing or 0)}
    if _is_done_or_not(finding):
        return _("Not done yet")
    if isinstance(requirement, EveryQuarter) and measure.note:
        return _("Nothing yet in %(quarters)s") % {"quarters": ", ".join(measure.note)}
    return _("%(quantity)s more") % {"quantity": _quantity(finding, finding.missing, words)}


def _waits(finding: Finding) -> str:
    if finding.waits_for == "day" and finding.requirement.applies_from:
        return _("Asked from %(day)s on.") % {"day": date_format(finding.requirement.applies_from)}
    return _("Asked at a later review.") if finding.waits_for == "review" else ""


def _window(start: date | None, end: date | None) -> str:
    """The days that count, in words; nothing where all of the past counts."""
    if end is None or start is None or start == BEGINNING:
        return ""
    return _("%(first)s to %(last)s") % {"first": date_format(start), "last": date_format(end - DAY)}
