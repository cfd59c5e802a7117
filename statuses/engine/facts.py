"""The engine's input about a partner."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import Any, Literal

from programs.definition.activities import Match, attribute_text


@dataclass(frozen=True, slots=True)
class Fact:
    """An active activity: neither a retraction nor retracted."""

    id: int
    kind: str
    on: date
    amount: Decimal | None = None
    quantity: int | None = None
    subject: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ManagerDecision:
    """A manager's decision about a level; an empty level ends the track."""

    id: int
    on: date
    track: str
    kind: Literal["exception", "penalty", "termination"]
    level: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PointsCut:
    """A penalty that cancels points of the main track's account; all of them if ``points`` is None."""

    id: int
    on: date
    points: int | None
    clause: str = ""


class Matching:
    """The activities that match one rule, ordered by day; windows are found by bisection."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self._days = [fact.on for fact in facts]
        self._sums: dict[str, list[Decimal]] = {}
        self._identities: dict[tuple[str, ...], list[tuple[str, ...]]] = {}

    def between(self, start: date, end: date) -> tuple[int, int]:
        """The slice of activities from ``start`` up to but not including ``end``."""
        low = bisect_left(self._days, start)
        return low, max(low, bisect_left(self._days, end))

    def any_between(self, start: date, end: date) -> bool:
        """Whether there is an activity from ``start`` up to but not including ``end``."""
        low, high = self.between(start, end)
        return high > low

    def total(self, low: int, high: int, name: Literal["amount", "quantity"]) -> Decimal:
        """The sum of a field over a slice, in constant time."""
        if name not in self._sums:
            zero = Decimal(0)
            values: Iterable[Decimal | None] = map(attrgetter(name), self.facts)
            self._sums[name] = list(accumulate((value or zero for value in values), initial=zero))
        sums = self._sums[name]
        return sums[high] - sums[low]

    def different(self, low: int, high: int, by: Sequence[str]) -> int:
        """The number of distinct values in a slice by the named fields; activities missing one don't count."""
        key = tuple(by)
        if key not in self._identities:
            self._identities[key] = [_identity(fact, key) for fact in self.facts]
        found = set(self._identities[key][low:high])
        return len(found) - (() in found)

    def latest(self, high: int) -> Sequence[Fact]:
        """The activities on the last day before the end of a slice, whatever their order within the day."""
        if not high:
            return ()
        low = bisect_left(self._days, self._days[high - 1])
        return self.facts[low:high]


def _identity(fact: Fact, by: Sequence[str]) -> tuple[str, ...]:
    """The normalized values of the named fields; empty when one is missing."""
    values = tuple(
        (fact.subject if name == "subject" else attribute_text(fact.attributes.get(name))).strip().casefold()
        for name in by
    )
    return values if all(values) else ()


class Log:
    """A partner's activities, indexed by the rules that use them."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = sorted(facts, key=lambda fact: (fact.on, fact.id))
        self._by_rule: dict[int, tuple[Match, Matching]] = {}

    @cached_property
    def _by_kind(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.kind, []).append(fact)
        return found

    def matching(self, match: Match) -> Matching:
        """The activities matching a rule; cached, because a replay asks the same rule on many days."""
        known = self._by_rule.get(id(match))
        if known is None:
            facts: Sequence[Fact] = self._by_kind.get(match.of, ())
            if match.where:
                facts = [fact for fact in facts if match.accepts(fact.kind, fact.attributes)]
            # Keep a reference to the rule with its result, so Python can't reuse its id for another object.
            known = self._by_rule[id(match)] = (match, Matching(facts))
        return known[1]


@dataclass(frozen=True)
class History:
    """Everything that determines a partner's levels. ``currency``: its account's, in which amounts are."""

    accepted_on: date
    entry_level: str = ""
    facts: Sequence[Fact] = ()
    decisions: Sequence[ManagerDecision] = ()
    currency: str = ""
    cuts: Sequence[PointsCut] = ()

    def until(self, day: date) -> "History":
        """The history up to and including a day."""
        return History(
            self.accepted_on,
            self.entry_level,
            [fact for fact in self.facts if fact.on <= day],
            [decision for decision in self.decisions if decision.on <= day],
            self.currency,
            [cut for cut in self.cuts if cut.on <= day],
        )
