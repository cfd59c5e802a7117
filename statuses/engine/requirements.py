"""Measures one requirement for one partner on one day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from common.dates import DAY, expires_on, full_quarters, years_before
from programs.definition.requirements import (
    Agreed,
    BaseRequirement,
    Count,
    Counted,
    Distinct,
    EveryQuarter,
    HoldsLevel,
    Points,
    Requirement,
    Total,
)
from statuses.engine.facts import Fact, Log, Matching

BEGINNING = date.min
ROLLING = {"year": 1, "two_years": 2}


class Asking(NamedTuple):
    """The context in which requirements are measured.

    ``on`` is the day of the decision. Activities before ``end`` count: the day after ``on`` during the day, ``on``
    itself at its opening.
    """

    on: date
    end: date
    points: Callable[[str], int]
    levels: Mapping[str, str]
    lost: Mapping[str, Mapping[str, date]]
    places: Callable[[str, str], int]
    term_start: date | None = None
    reached_on: date | None = None
    lost_on: date | None = None
    review_number: int = 0


class Measure(NamedTuple):
    """The result: ``have`` against ``needed``, and the positions in the log of the activities that count."""

    have: Decimal | int
    needed: Decimal | int | None
    met: bool
    start: date | None = None
    end: date | None = None
    note: tuple[str, ...] = ()
    found: tuple[Matching, int, int] | None = None

    @property
    def counted(self) -> tuple[Fact, ...]:
        """The activities that count, oldest first; built only on demand."""
        if self.found is None:
            return ()
        matching, low, high = self.found
        return tuple(matching.facts[low:high])


def is_asked(requirement: BaseRequirement, asking: Asking) -> bool:
    """Whether the requirement applies on the day and at this review (B24-3.3, KKV-4.5b)."""
    if requirement.applies_from and asking.on < requirement.applies_from:
        return False
    nth = requirement.every_nth_review
    return nth is None or asking.review_number % nth == 0


def window(requirement: Counted, asking: Asking) -> tuple[date, date]:
    """The half-open range of days in which activities count."""
    start, end = BEGINNING, asking.end
    if years := ROLLING.get(requirement.window):
        start = years_before(end - DAY, years) + DAY
    elif requirement.window == "term":
        start = asking.term_start or BEGINNING
    elif requirement.window == "two_terms":
        start = years_before(end, 2)
    if requirement.since == "level_reached" and asking.reached_on:
        start = max(start, asking.reached_on + DAY)
    if requirement.since == "level_lost" and asking.lost_on:
        start = max(start, asking.lost_on + DAY)
    if requirement.days_before_end:
        end = end - requirement.days_before_end * DAY + DAY
    return start, end


def measure(requirement: Requirement, asking: Asking, log: Log) -> Measure:
    """Measure one requirement."""
    match requirement:
        case Points():
            have = asking.points(requirement.account)
            return Measure(have, requirement.at_least, have >= requirement.at_least)
        case HoldsLevel():
            return _held(requirement, asking)
        case _:
            return _count(requirement, asking, log)


def _held(requirement: HoldsLevel, asking: Asking) -> Measure:
    """Whether the level is held and, over a term, was not lost on any of its days (KKV-engine3).

    The note names the level and, if that fails the requirement, the day of the loss.
    """
    level = asking.levels.get(requirement.track, "")
    met = asking.places(requirement.track, level) >= asking.places(requirement.track, requirement.at_least)
    if requirement.window == "now":
        return Measure(int(met), 1, met, note=(level,))
    start, lost = asking.term_start or BEGINNING, asking.lost.get(requirement.track, {}).get(requirement.at_least)
    was_lost = lost is not None and start <= lost < asking.end
    note = (level, lost.isoformat()) if met and lost and was_lost else (level,)
    kept = met and not was_lost
    return Measure(int(kept), 1, kept, start, asking.end, note=note)


def _count(requirement: Total | Count | Distinct | EveryQuarter, asking: Asking, log: Log) -> Measure:
    start, end = window(requirement, asking)
    matching = log.matching(requirement)
    low, high = matching.between(start, end)
    found = (matching, low, high)
    have: Decimal | int = high - low
    needed: Decimal | int | None
    match requirement:
        case Count(at_most=int(most)):
            return Measure(have, most, have <= most, start, end, found=found)
        case Count():
            needed = requirement.at_least
        case Distinct():
            have, needed = matching.different(low, high, requirement.by), requirement.at_least
        case Total():
            have, needed = matching.total(low, high, requirement.field), _threshold(requirement, asking, log)
        case EveryQuarter():
            return _quarters(found, start, end)
    return Measure(have, needed, needed is not None and have >= needed, start, end, found=found)


def _threshold(requirement: Total, asking: Asking, log: Log) -> Decimal | None:
    """The threshold; None while a figure to be agreed with the partner is open (BPS-engine4)."""
    if not isinstance(requirement.at_least, Agreed):
        return requirement.at_least
    matching = log.matching(requirement.at_least)
    _, high = matching.between(BEGINNING, asking.end)
    return max((fact.amount for fact in matching.latest(high) if fact.amount is not None), default=None)


def _quarters(found: tuple[Matching, int, int], start: date, end: date) -> Measure:
    matching, low, high = found
    if start == BEGINNING:
        start = matching.facts[low].on if high > low else end
    asked, missed = len(list(full_quarters(start, end))), missed_quarters(matching, start, end)
    names = tuple(f"{first.year} Q{(first.month + 2) // 3}" for first, _ in missed)
    return Measure(asked - len(missed), asked, not missed, start, end, names, found)


def missed_quarters(matching: Matching, start: date, end: date) -> list[tuple[date, date]]:
    """The full quarters of a window without an activity, as (first day, day after the last)."""
    return [quarter for quarter in full_quarters(start, end) if not matching.any_between(*quarter)]


@dataclass(frozen=True, slots=True)
class Finding:
    """The full result of a requirement, stored in verdicts and shown in explanations.

    ``by`` is the last day on which another activity would still count; ``fades_on`` the first day on which the oldest
    counted activity no longer does.
    """

    requirement: Requirement
    asked: bool
    measure: Measure
    by: date | None = None

    @property
    def met(self) -> bool:
        """Whether the requirement is met or doesn't apply."""
        return self.measure.met or not self.asked

    @property
    def missing(self) -> Decimal | int | None:
        """How much is missing, in the requirement's unit; None while the figure isn't agreed."""
        if self.measure.needed is None:
            return None
        if getattr(self.requirement, "at_most", None) is not None:
            return max(self.measure.have - self.measure.needed, 0)
        return max(self.measure.needed - self.measure.have, 0)

    @property
    def fades_on(self) -> date | None:
        """The first day the oldest counted activity is outside the rolling window; None when none is affected."""
        years = ROLLING.get(getattr(self.requirement, "window", ""))
        if not years or not self.measure.found:
            return None
        matching, low, high = self.measure.found
        return expires_on(matching.facts[low].on, years) if high > low else None

    @property
    def waits_for(self) -> Literal["", "day", "review"]:
        """Why it isn't asked: its day hasn't come, or it belongs to a later review; empty when it is asked."""
        if self.asked:
            return ""
        return "review" if self.requirement.every_nth_review else "day"

    def as_json(self) -> dict[str, Any]:
        """The finding as stored in a verdict: plain values, activities by id."""
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


def find(requirements: list[Requirement], asking: Asking, log: Log, *, by: date | None = None) -> list[Finding]:
    """Measure every requirement, met or not."""
    return [Finding(r, is_asked(r, asking), measure(r, asking, log), by) for r in requirements]


def first_missing(requirements: Iterable[Requirement], asking: Asking, log: Log) -> Requirement | None:
    """The first requirement that applies and is not met; None when nothing is missing."""
    for requirement in requirements:
        if is_asked(requirement, asking) and not measure(requirement, asking, log).met:
            return requirement
    return None


def _plain(value: Decimal | int | None) -> str | int | None:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _day(value: date | None) -> str | None:
    return value.isoformat() if value and value != BEGINNING else None
