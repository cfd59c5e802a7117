"""The engine's findings in words: how much there is, how much is needed, what is missing.

Names of requirements, units and levels come from the program's definition; only the grammar is here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.languages import listed
from common.numbers import number
from programs.definition.requirements import Count, Counted, Distinct, EveryQuarter, HoldsLevel, Points, Total
from programs.definition.words import counted
from programs.wording import Words
from statuses.engine.facts import Fact
from statuses.engine.requirements import BEGINNING, Finding

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """A requirement in numbers. ``unit`` is a currency, the rules' own unit, or the measure itself.

    ``missing`` is how much more is needed, or too much where ``bound`` is ``at_most``; ``needed`` and ``missing`` are
    None while the figure is still to be agreed.
    """

    measure: str
    bound: str
    unit: str
    have: Decimal | int
    needed: Decimal | int | None
    missing: Decimal | int | None


@dataclass(frozen=True)
class Answer:
    """One requirement as shown on a page. ``state``: met, open, or later; ``waits`` says when a later one is asked.

    ``figures`` is None for a requirement that asks for a level. ``doable`` is what counts toward it, and ``claimable``
    the same if partners may claim it; None when nothing is missing. ``days`` are the first day that counts and the one
    after the last.
    """

    code: str
    name: str
    clause: str
    state: str
    have: str
    figure: str
    needed: str
    missing: str
    waits: str
    window: str
    share: tuple[float, float] | None
    by: date | None
    fades_on: date | None
    counted: Sequence[Fact]
    figures: Figures | None
    claimable: Counted | None = None
    doable: Counted | None = None
    days: tuple[date, date] | None = None


def answer(finding: Finding, words: Words) -> Answer:
    """A finding in words."""
    measure = finding.measure
    return Answer(
        code=finding.requirement.code,
        figures=_figures(finding, words),
        name=finding.requirement.name,
        clause=finding.requirement.clause,
        state="later" if not finding.asked else "met" if finding.met else "open",
        have=_quantity(finding, measure.have, words),
        figure=_figure(finding, words),
        needed=_needed(finding, words),
        missing="" if finding.met else _missing(finding, words),
        waits=_waits(finding),
        window=_window(measure.start, measure.end),
        share=(float(measure.have), float(measure.needed)) if measure.needed and not _is_done_or_not(finding) else None,
        by=None if finding.met else finding.by,
        fades_on=finding.fades_on if finding.asked else None,
        counted=sorted(measure.counted, key=lambda fact: (fact.on, fact.id), reverse=True),
        claimable=_claimable(finding, words),
        doable=_doable(finding),
        days=(measure.start, measure.end) if measure.start and measure.end else None,
    )


def _figures(finding: Finding, words: Words) -> Figures | None:
    requirement, measure = finding.requirement, finding.measure
    match requirement:
        case HoldsLevel():
            return None
        case Total(unit="money"):
            what, unit = "money", words.currency
        case Total():
            what, unit = "quantity", requirement.unit
        case EveryQuarter():
            what = unit = "quarters"
        case _:
            what = unit = requirement.kind
    bound = "at_most" if _forbids(finding) else "at_least"
    return Figures(what, bound, unit, measure.have, measure.needed, finding.missing)


def _claimable(finding: Finding, words: Words) -> Counted | None:
    """The requirement, if it counts activities that partners may claim."""
    requirement = _doable(finding)
    kind = words.definition.activities.get(requirement.of) if requirement else None
    return requirement if kind and kind.claim else None


def _doable(finding: Finding) -> Counted | None:
    """The requirement, if it is asked now and more activities help."""
    requirement = finding.requirement
    helps = isinstance(requirement, Counted) and not _forbids(finding)
    return requirement if helps and finding.asked and not finding.met else None  # type: ignore[return-value]


def _is_done_or_not(finding: Finding) -> bool:
    """Whether the requirement can't be partly met: a course, a level, or something that must not happen."""
    counts = isinstance(finding.requirement, Count | Distinct)
    once = counts and finding.measure.needed == 1
    return once or _forbids(finding) or isinstance(finding.requirement, HoldsLevel)


def _forbids(finding: Finding) -> bool:
    return isinstance(finding.requirement, Count) and finding.requirement.at_most is not None


def _quantity(finding: Finding, value: Any, words: Words) -> str:
    requirement = finding.requirement
    if isinstance(requirement, Total):
        return words.money(value) if requirement.unit == "money" else counted(number(value), value, requirement.unit)
    if isinstance(requirement, HoldsLevel):
        return words.level(requirement.track, finding.measure.note[0]) or _("none")
    if isinstance(requirement, Points):
        return ngettext("%(points)s point", "%(points)s points", value) % {"points": number(value)}
    if isinstance(requirement, EveryQuarter):
        return ngettext("%(number)s quarter", "%(number)s quarters", value) % {"number": number(value)}
    return number(value)


def _figure(finding: Finding, words: Words) -> str:
    """What there is so far, without the unit, which follows with what is needed: "393 of 400 seats"."""
    if isinstance(finding.requirement, Total) and finding.requirement.unit == "money":
        return words.money(Decimal(finding.measure.have))
    return number(finding.measure.have)


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
        return _("You and your partner manager still have to agree on the figure.")
    if isinstance(requirement, HoldsLevel) and len(measure.note) > 1:
        lost = {"level": words.level(requirement.track, requirement.at_least), "day": _day(measure.note[1])}
        return _("%(level)s was lost on %(day)s. It has to be kept for the whole year.") % lost
    if isinstance(requirement, HoldsLevel):
        return _("Reach %(level)s first.") % {"level": words.level(requirement.track, requirement.at_least)}
    if _forbids(finding):
        return _("%(number)s too many") % {"number": number(finding.missing or 0)}
    if _is_done_or_not(finding):
        return _("Not done yet")
    if isinstance(requirement, EveryQuarter) and measure.note:
        return _("Nothing yet in %(quarters)s") % {"quarters": listed(measure.note)}
    return _("%(quantity)s more") % {"quantity": _quantity(finding, finding.missing, words)}


def _day(text: str) -> str:
    return str(date_format(date.fromisoformat(text)))


def _waits(finding: Finding) -> str:
    if finding.waits_for == "day" and finding.requirement.applies_from:
        return _("Asked from %(day)s on.") % {"day": date_format(finding.requirement.applies_from)}
    return _("Asked at a later review.") if finding.waits_for == "review" else ""


def _window(start: date | None, end: date | None) -> str:
    """The days that count, in words; empty when the whole past counts."""
    if end is None or start is None or start == BEGINNING:
        return ""
    return _("%(first)s to %(last)s") % {"first": date_format(start), "last": date_format(end - DAY)}
