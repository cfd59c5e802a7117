"""What the engine is told about a partner."""

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
    """One activity that counts: not a retraction and not retracted."""

    id: int
    kind: str
    on: date
    amount: Decimal | None = None
    quantity: int | None = None
    subject: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ManagerDecision:
    """A manager's decision about a level; the empty level ends the track."""

    id: int
    on: date
    track: str
    kind: Literal["exception", "penalty", "termination"]
    level: str
    reason: str = ""


class Matching:
    """The activities one rule means, in order of their days, cut into windows by bisection."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self._days = [fact.on for fact in facts]
        self._sums: dict[str, list[Decimal]] = {}
        self._identities: dict[tuple[str, ...], list[tuple[str, ...]]] = {}

    def between(self, start: date, end: date) -> tuple[int, int]:
        """The slice of those on days from ``start`` up to but not including ``end``."""
        low = bisect_left(self._days, start)
        return low, max(low, bisect_left(self._days, end))

    def any_between(self, start: date, end: date) -> bool:
        """Whether there is one on days from ``start`` up to but not including ``end``."""
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
        """How many different ones a slice holds, told apart by the named fields; one without them is none."""
        key = tuple(by)
        if key not in self._identities:
            self._identities[key] = [_identity(fact, key) for fact in self.facts]
        found = set(self._identities[key][low:high])
        return len(found) - (() in found)

    def latest(self, high: int) -> Sequence[Fact]:
        """Those of the last day before the end of a slice; which of them was written down last is no matter."""
        if not high:
            return ()
        low = bisect_left(self._days, self._days[high - 1])
        return self.facts[low:high]


def _identity(fact: Fact, by: Sequence[str]) -> tuple[str, ...]:
    """Who or what the activity is about, however it was typed; empty when a part is not given."""
    values = tuple(
        (fact.subject if name == "subject" else attribute_text(fact.attributes.get(name))).strip().casefold()
        for name in by
    )
    return values if all(values) else ()


class Log:
    """A partner's activities, indexed by the rules that ask about them."""

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
        """The activities that a rule means; kept, for a replay asks the same rule on many days."""
        known = self._by_rule.get(id(match))
        if known is None:
            facts: Sequence[Fact] = self._by_kind.get(match.of, ())
            if match.where:
                facts = [fact for fact in facts if match.accepts(fact.kind, fact.attributes)]
            # The rule is kept beside its result, so that its identity cannot be given to another object.
            known = self._by_rule[id(match)] = (match, Matching(facts))
        return known[1]


@dataclass(frozen=True)
class History:
    """Everything that decides where a partner stands."""

    accepted_on: date
    entry_level: str = ""
    facts: Sequence[Fact] = ()
    decisions: Sequence[ManagerDecision] = ()

    def until(self, day: date) -> "History":
        """What was known to have happened by the end of a day."""
        return History(
            self.accepted_on,
            self.entry_level,
            [fact for fact in self.facts if fact.on <= day],
            [decision for decision in self.decisions if decision.on <= day],
        )
