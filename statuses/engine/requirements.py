"""One requirement, asked about one partner on one day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from common.dates import DAY, expires_on, full_quarters, years_before
from programs.definition.activities import attribute_text
from programs.definition.requirements import (
    Agreed,
    Asked,
    Count,
    Counted,
    Distinct,
    EveryQuarter,
    HoldsLevel,
    Points,
    Requirement,
    Total,
)
from statuses.engine.facts import Fact, Log

BEGINNING = date.min


@dataclass(frozen=True, slots=True)
class Asking:
    """The circumstances in which requirements are asked.

    ``on`` is the day of the decision; what happened before ``end`` counts: the day after ``on`` while the day runs,
    ``on`` itself at its opening.
    """

    on: date
    end: date
    points: Callable[[str], int]
    levels: Mapping[str, str]
    places: Callable[[str, str], int]
    term_start: date | None = None
    reached_on: date | None = None
    lost_on: date | None = None
    review_number: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """What was found: ``have`` against ``needed``, and the very activities that count."""

    have: Decimal | int
    needed: Decimal | int | None
    met: bool
    counted: tuple[Fact, ...] = ()
    start: date | None = None
    end: date | None = None
    note: tuple[str, ...] = ()


def is_asked(requirement: Asked, asking: Asking) -> bool:
    """Whether the requirement applies on the day and at this review (B24-3.3, KKV-4.5b)."""
    if requirement.applies_from and asking.on < requirement.applies_from:
        return False
    nth = requirement.every_nth_review
    return nth is None or asking.review_number % nth == 0


def window(requirement: Counted, asking: Asking) -> tuple[date, date]:
    """The half-open span of days in which activities count."""
    start, end = BEGINNING, asking.end
    match requirement.window:
        case "year":
            start = years_before(end - DAY, 1) + DAY
        case "two_years":
            start = years_before(end - DAY, 2) + DAY
        case "term":
            start = asking.term_start or BEGINNING
    if requirement.since == "level_reached" and asking.reached_on:
        start = max(start, asking.reached_on + DAY)
    if requirement.since == "level_lost" and asking.lost_on:
        start = max(start, asking.lost_on + DAY)
    if requirement.days_before_end:
        end = end - requirement.days_before_end * DAY + DAY
    return start, end


def measure(requirement: Requirement, asking: Asking, log: Log) -> Measure:
    """Ask one requirement."""
    match requirement:
        case Points():
            have = asking.points(requirement.account)
            return Measure(have, requirement.at_least, have >= requirement.at_least)
        case HoldsLevel():
            level = asking.levels.get(requirement.track, "")
            met = asking.places(requirement.track, level) >= asking.places(
                requirement.track, requirement.at_least
            )
            return Measure(int(met), 1, met, note=(level,))
        case _:
            return _count(requirement, asking, log)


def _count(requirement: Total | Count | Distinct | EveryQuarter, asking: Asking, log: Log) -> Measure:
    start, end = window(requirement, asking)
    matching = log.matching(requirement)
    low, high = matching.between(start, end)
    counted = tuple(matching.facts[low:high])
    match requirement:
        case Total():
            total = matching.total(low, high, requirement.field)
            needed = _threshold(requirement, asking, log)
            return Measure(total, needed, needed is not None and total >= needed, counted, start, end)
        case Count(at_most=None, at_least=int(least)):
            return Measure(high - low, least, high - low >= least, counted, start, end)
        case Count(at_most=int(most)):
            return Measure(high - low, most, high - low <= most, counted, start, end)
        case Distinct():
            found = {key for fact in counted if (key := _identity(fact, requirement.by))}
            return Measure(
                len(found), requirement.at_least, len(found) >= requirement.at_least, counted, start, end
            )
        case EveryQuarter():
            return _quarters(counted, start, end)
    raise TypeError(requirement)


def _threshold(requirement: Total, asking: Asking, log: Log) -> Decimal | None:
    """The figure to reach; None while a figure to be agreed with the partner has not been agreed (BPS-engine4)."""
    if not isinstance(requirement.at_least, Agreed):
        return requirement.at_least
    matching = log.matching(requirement.at_least)
    low, high = matching.between(BEGINNING, asking.end)
    return matching.facts[high - 1].amount if high > low else None


def _identity(fact: Fact, by: list[str]) -> tuple[str, ...] | None:
    values = tuple(
        (fact.subject if name == "subject" else attribute_text(fact.attributes.get(name))).strip().casefold()
        for name in by
    )
    return values if all(values) else None


def _quarters(counted: tuple[Fact, ...], start: date, end: date) -> Measure:
    if start == BEGINNING:
        start = counted[0].on if counted else end
    asked = list(full_quarters(start, end))
    missed = [first for first, after in asked if not any(first <= fact.on < after for fact in counted)]
    names = tuple(f"{first.year} Q{(first.month + 2) // 3}" for first in missed)
    return Measure(len(asked) - len(missed), len(asked), not missed, counted, start, end, names)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a requirement in full: what a verdict keeps and an explanation shows.

    ``by`` is the last day on which something more would still count; ``fades_on`` the first day on which the oldest
    activity that counts no longer does.
    """

    requirement: Requirement
    asked: bool
    measure: Measure
    by: date | None = None

    @property
    def met(self) -> bool:
        """Whether the requirement stands in nobody's way."""
        return self.measure.met or not self.asked

    @property
    def missing(self) -> Decimal | int | None:
        """How much is missing, in the requirement's unit; None when the figure is not agreed yet."""
        if self.measure.needed is None:
            return None
        if getattr(self.requirement, "at_most", None) is not None:
            return max(self.measure.have - self.measure.needed, 0)
        return max(self.measure.needed - self.measure.have, 0)

    @property
    def fades_on(self) -> date | None:
        """The first day on which the oldest activity that counts leaves a rolling year; None when none does."""
        if getattr(self.requirement, "window", None) == "year" and self.measure.counted:
            return expires_on(self.measure.counted[0].on)
        return None

    def as_json(self) -> dict[str, Any]:
        """The finding as a verdict stores it: plain values, activities by id."""
        measure = self.measure
        return {
            "code": self.requirement.code,
            "name": self.requirement.name,
            "clause": self.requirement.clause,
            "kind": self.requirement.kind,
            "asked": self.asked,
            "met": self.met,
            "have": _plain(measure.have),
            "needed": _plain(measure.needed),
            "unit": getattr(self.requirement, "unit", None),
            "from": _day(measure.start),
            "until": _day(measure.end and measure.end - DAY),
            "counted": [fact.id for fact in measure.counted],
            "note": list(measure.note),
        }


def find(
    requirements: list[Requirement], asking: Asking, log: Log, *, by: date | None = None
) -> list[Finding]:
    """Ask every requirement, met or not."""
    return [Finding(r, is_asked(r, asking), measure(r, asking, log), by) for r in requirements]


def all_met(requirements: list[Requirement], asking: Asking, log: Log) -> bool:
    """Whether every requirement that applies is met; stops at the first that is not."""
    return all(not is_asked(r, asking) or measure(r, asking, log).met for r in requirements)


def _plain(value: Decimal | int | None) -> str | int | None:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _day(value: date | None) -> str | None:
    return value.isoformat() if value and value != BEGINNING else None
