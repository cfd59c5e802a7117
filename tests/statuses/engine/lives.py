"""Random partner histories: mostly activities that levels require, around the days of decisions."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from programs.definition import Definition
from programs.definition.requirements import Agreed, Counted
from statuses.engine import Fact, History, ManagerDecision

LONGEST = 3 * 366 + 40
# Yearly review, 90-day grace period, quarter, request 14 days before: the days around them matter most.
NEAR = [
    *(0, 1, 2, 14, 31, 89, 90, 91, 92, 181),
    *(350, 351, 352, 353, 363, 364, 365, 366, 367),
    *(719, 729, 730, 731, 732, 1095),
]
STARTS = [date(2023, 1, 1), date(2023, 3, 1), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2025, 1, 1)]
SUBJECTS = ["Alder", "alder ", "Birch", "Cedar", "Elm", ""]
PEOPLE = ["Alice", "Bob", "Charlie", "Dana"]
ROUND = [Decimal(n) for n in ("9.99", "10", "99.99", "100", "330", "2500", "5000", "12000")]

# A list's activities happen at once, or the second half just before the first leaves the year.
SHIFTS = {"year": [0, 0, 0, 364, 365, 366], "two_years": [0, 0, 0, 729, 730, 731]}
offsets = st.one_of(st.sampled_from(NEAR), st.integers(0, LONGEST))
starts = st.one_of(st.sampled_from(STARTS), st.dates(date(2022, 6, 1), date(2025, 12, 31)))


def lists_of(definition: Definition):
    """Every list of requirements of a definition."""
    for track in definition.tracks:
        for level in track.levels:
            yield from (asked for asked in (level.reach, level.requalify, level.keep) if asked)
            if level.grace:
                yield level.grace.requires


@st.composite
def _any_fact(draw, definition: Definition):
    kind = draw(st.sampled_from(sorted(definition.activities)))
    known = definition.activities[kind]
    attributes = {
        name: draw(st.sampled_from(allowed or ["crm", "portal"]))
        for name, allowed in known.attributes.items()
        if name not in known.optional_attributes or draw(st.booleans())
    }
    amount = draw(st.sampled_from([*ROUND, None])) if known.amount != "none" else None
    if known.amount == "required" and amount is None:
        amount = ROUND[0]
    quantity = draw(st.sampled_from([1, 2, 25, 400])) if known.quantity == "required" else None
    if known.quantity == "optional":
        quantity = draw(st.sampled_from([None, 1, 3]))
    return [(0, kind, amount, quantity, draw(st.sampled_from(SUBJECTS)), attributes)]


@st.composite
def _one_list(draw, definition: Definition):
    """All activities one list requires, sometimes a little less."""
    return draw(_what_is_asked(definition, draw(st.sampled_from(list(lists_of(definition))))))


@st.composite
def _career(draw, definition: Definition):
    """Level after level of a track, each kept for a while."""
    facts, shift = [], 0
    for level in draw(st.sampled_from(definition.tracks)).levels:
        for asked in (level.grace.requires if level.grace else [], level.reach, level.keep):
            facts += [(shift + later, *rest) for later, *rest in draw(_what_is_asked(definition, asked))]
            shift += draw(st.sampled_from([0, 1, 2, 60]))
    return facts


@st.composite
def _decided_career(draw, definition: Definition):
    """A partner at the top of the main track gets a level on another, and more or less prepares for its reviews."""
    main, other = definition.tracks[0], definition.tracks[-1]
    kind = next(code for code, kind in definition.activities.items() if kind.decides_level)
    level = draw(st.sampled_from(other.levels))
    facts = draw(_what_is_asked(definition, main.levels[-1].reach))
    facts.append((draw(st.sampled_from([0, 1, 20])), kind, None, None, "", {"track": other.code, "level": level.code}))
    for later in (300, 665):
        for asked in (main.levels[-1].keep, draw(st.sampled_from(other.levels)).keep):
            facts += [(shift + later, *rest) for shift, *rest in draw(_what_is_asked(definition, asked))]
    return facts


@st.composite
def _what_is_asked(draw, definition: Definition, asked):
    facts = []
    for requirement in asked:
        if not isinstance(requirement, Counted) or draw(st.integers(0, 19)) == 0:
            continue
        if getattr(requirement, "at_most", None) is not None:
            continue
        attributes = {
            name: draw(st.sampled_from(wanted)) if isinstance(wanted, list) else wanted
            for name, wanted in requirement.where.items()
        }
        needed = getattr(requirement, "at_least", 1)
        if requirement.kind == "total":
            needed = Decimal(9000) if isinstance(needed, Agreed) else needed
            needed -= draw(st.sampled_from([0, 0, 0, 0, 1]))
            for part, shift in ((needed // 2, 0), (needed - needed // 2, _shift(draw, requirement))):
                amount, quantity = (part, None) if requirement.field == "amount" else (None, int(part))
                facts.append((shift, requirement.of, amount, quantity, draw(st.sampled_from(SUBJECTS)), attributes))
            continue
        known = definition.activities[requirement.of]
        amount = Decimal(draw(st.sampled_from([500, 9000]))) if known.amount != "none" else None
        often, apart = (5, draw(st.sampled_from([60, 85, 95]))) if requirement.kind == "every_quarter" else (needed, 0)
        start = _shift(draw, requirement)
        facts += [(start + n * apart, requirement.of, amount, None, PEOPLE[n % 4], attributes) for n in range(often)]
    # Levels that need points get them from the kind that gives most.
    for requirement in asked:
        if requirement.kind == "points" and draw(st.booleans()):
            facts += _points(definition, requirement.account, requirement.at_least)
    return facts


def _shift(draw, requirement) -> int:
    return draw(st.sampled_from(SHIFTS.get(requirement.window, [0] * 40 + NEAR)))


def _points(definition: Definition, account: str, needed: int):
    for rule in definition.points.rules:
        if rule.account == account and rule.field == "amount" and rule.when_level is None:
            return [(0, rule.of, Decimal(needed * 10), None, "Fir", {})]
    rule = next(rule for rule in definition.points.rules if rule.account == account and rule.by)
    value, each = max(rule.values.items(), key=lambda pair: pair[1])
    return [(0, rule.of, None, -(-needed // each), "Fir", {rule.by: value})]


@st.composite
def histories(draw, definition: Definition, *, managed: bool = True):
    """A partner's history of up to four years; ``managed``: with occasional managers' decisions."""
    accepted_on = draw(starts)
    facts: list[Fact] = []
    step = st.one_of(_any_fact(definition), _one_list(definition), _career(definition))
    if any(kind.decides_level for kind in definition.activities.values()):
        step = st.one_of(step, _decided_career(definition))
    last = 0
    for offset, after_last, found in draw(st.lists(st.tuples(offsets, st.booleans(), step), max_size=8)):
        if after_last:
            offset = last + NEAR[offset % len(NEAR)]
        last = offset
        for shift, kind, amount, quantity, subject, attributes in found:
            # Some activities happened before the acceptance.
            on = accepted_on + timedelta(min(offset + shift, LONGEST) - 20 * (offset % 7 == 6))
            facts.append(Fact(len(facts) + 1, kind, on, amount, quantity, subject, attributes))
    main = definition.tracks[0]
    decisions = []
    for number in range(draw(st.integers(0, 2)) if managed else 0):
        kind = draw(st.sampled_from(["exception", "exception", "penalty", "termination"]))
        track = draw(st.sampled_from(definition.tracks))
        level = "" if kind == "termination" else draw(st.sampled_from([level.code for level in track.levels]))
        on = accepted_on + timedelta(draw(offsets))
        decisions.append(ManagerDecision(number + 1, on, track.code, kind, level, "Agreed"))
    entry = draw(st.sampled_from(["", "", "", *(level.code for level in main.levels)]))
    return History(accepted_on, entry, tuple(facts), tuple(decisions), "EUR")
