"""Properties of every history in every program, for example: order doesn't matter, catching up equals daily runs."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.dates import year_after
from statuses.engine import Fact, History, Timeline, replay
from statuses.engine.replay import Replay
from statuses.engine.resume import open_day
from tests.samples import sample
from tests.statuses.engine.life import PROGRAMS, only, preset
from tests.statuses.engine.lives import LONGEST, histories

SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
EXAMPLES = sample(8, campaign=200)

pytestmark = pytest.mark.campaign


def for_every_life(program: str, check, **more):
    """Run ``check(history, revisions, until, ...)`` on random histories in the program."""
    definition = preset(program)

    @settings(max_examples=EXAMPLES, **SLOW)
    @given(history=histories(definition), **more)
    def run(history, **drawn):
        check(history, only(definition), history.accepted_on + timedelta(LONGEST), **drawn)

    run()


def decided(timeline: Timeline, until: date = date.max):
    """Every decision up to a day, with its full verdict."""
    return [
        (change.track, change.on, change.seq, change.before, change.after, change.cause, change.verdict())
        for change in timeline.changes
        if change.on <= until
    ]


def posted(timeline: Timeline, until: date = date.max):
    return [posting for posting in timeline.ledger.postings if posting.earned_on <= until]


@pytest.mark.parametrize("program", PROGRAMS)
def test_order_of_recording_does_not_matter(program):
    def check(history, revisions, until, order):
        numbers = _shuffled_numbers(history, revisions, order)
        shuffled = [
            Fact(number, fact.kind, fact.on, fact.amount, fact.quantity, fact.subject, fact.attributes)
            for number, fact in zip(numbers, history.facts, strict=True)
        ]
        order.shuffle(shuffled)
        other = History(history.accepted_on, history.entry_level, shuffled, history.decisions[::-1], history.currency)
        first, second = replay(history, revisions, until), replay(other, revisions, until)
        assert [_without_ids(c) for c in first.changes] == [_without_ids(c) for c in second.changes]
        assert first.states == second.states
        assert _entries(first) == _entries(second)

    for_every_life(program, check, order=st.randoms(use_true_random=False))


def _shuffled_numbers(history, revisions, order):
    """Return a new number for each fact. Of several decisions on one day the last stands, so these keep their order."""
    numbers = list(range(1, len(history.facts) + 1))
    order.shuffle(numbers)
    decisions = defaultdict(list)
    for place, fact in enumerate(history.facts):
        if revisions.at(fact.on)[1].activities[fact.kind].decides_level:
            decisions[fact.on].append(place)
    for places in decisions.values():
        for place, number in zip(places, sorted(numbers[place] for place in places), strict=True):
            numbers[place] = number
    return numbers


def _without_ids(change):
    found = [(finding.requirement.code, finding.met, finding.measure.have) for finding in change.findings]
    return (change.track, change.on, change.seq, change.before, change.after, change.cause, found)


def _entries(timeline):
    return sorted(
        (posting.earned_on, posting.account, posting.rule, posting.points, str(posting.expires_on))
        for posting in timeline.ledger.postings
    )


@pytest.mark.rule("B24-4.2b", "B24-up")
@pytest.mark.parametrize("program", PROGRAMS)
def test_catching_up_equals_living_daily(program):
    """A replay up to one day is a prefix of a later one; unknown later activities change nothing."""

    def check(history, revisions, until, days):
        whole = replay(history, revisions, until)
        around = [change.on + timedelta(n) for change in whole.changes for n in (-1, 0, 1)]
        for day in {*around, *(history.accepted_on + timedelta(n) for n in days)}:
            if day > until:
                continue
            daily = replay(history.until(day), revisions, day)
            assert decided(daily) == decided(whole, day)
            assert posted(daily) == posted(whole, day)
            assert decided(replay(history, revisions, day)) == decided(daily)

    for_every_life(program, check, days=st.lists(st.integers(-30, LONGEST), max_size=6))


@pytest.mark.rule("B24-4.2b")
@pytest.mark.parametrize("program", PROGRAMS)
def test_opening_a_day_twice_changes_nothing(program):
    def check(history, revisions, until):
        for day in {change.on for change in replay(history, revisions, until).changes}:
            run = Replay(history, revisions)
            run.live(day)
            before = (list(run.changes), list(run.ledger.postings), run.ledger.totals(), repr(run.states))
            run.open(day)
            assert (run.changes, run.ledger.postings, run.ledger.totals(), repr(run.states)) == before

    for_every_life(program, check)


@pytest.mark.parametrize("program", PROGRAMS)
def test_retracted_activity_has_no_effect(program):
    """A replay keeps no state: without the activity it is as if it had never been recorded."""

    def check(history, revisions, until, which):
        if not history.facts:
            return
        gone = history.facts[which % len(history.facts)]
        kept = [fact for fact in history.facts if fact is not gone]
        without = History(history.accepted_on, history.entry_level, kept, history.decisions, history.currency)
        before = replay(without, revisions, until)
        replay(history, revisions, until)
        after = replay(without, revisions, until)
        assert decided(after) == decided(before)
        assert posted(after) == posted(before)
        assert not any(posting.fact_id == gone.id for posting in after.ledger.postings)

    for_every_life(program, check, which=st.integers(0, 1000))


@pytest.mark.rule("B24-3.4.1")
@pytest.mark.parametrize("program", PROGRAMS)
def test_every_history_is_consistent(program):
    """Each decision starts where the last one ended; upgrades go one level at a time; reviews are a year apart."""

    def check(history, revisions, until):
        timeline = replay(history, revisions, until)
        for track in timeline.definition.tracks:
            changes = [change for change in timeline.changes if change.track == track.code]
            for last, change in pairwise(changes):
                assert change.before == last.after
                assert (change.on, change.seq) > (last.on, last.seq)
                if change.cause == "upgrade":
                    assert track.place(change.after) == track.place(change.before) + 1
                    assert all(finding.met for finding in change.findings)
                if change.cause == "review":
                    assert change.on == year_after(last.on)
                    kept = change.before == change.after
                    assert kept == all(finding.met for finding in change.findings)
                if change.cause == "grace":
                    assert change.after == ""

    for_every_life(program, check)


@pytest.mark.parametrize("program", PROGRAMS)
def test_ledger_adds_up(program):
    """Keys are unique, a reversal matches its entry, and no account is ever below zero."""

    def check(history, revisions, until):
        postings = replay(history, revisions, until).ledger.postings
        by_key = {posting.key: posting for posting in postings}
        assert len(by_key) == len(postings)
        for posting in postings:
            if posting.reverses:
                original = by_key[posting.reverses]
                assert (posting.points, posting.expires_on) == (-original.points, original.expires_on)
        days = {posting.earned_on for posting in postings} | {posting.expires_on for posting in postings} - {None}
        for account in {posting.account for posting in postings}:
            for day in days:
                counting = [
                    posting.points
                    for posting in postings
                    if posting.account == account
                    and posting.earned_on <= day
                    and (posting.expires_on is None or posting.expires_on > day)
                ]
                assert sum(counting) >= 0

    for_every_life(program, check)


@pytest.mark.rule("B24-3.4.1")
@pytest.mark.parametrize("program", PROGRAMS)
def test_resumed_opening_equals_a_full_replay(program):
    """On days with only reviews and grace periods due, the shortcut makes the same decisions."""

    def check(history, revisions, until):
        busy = {fact.on for fact in history.facts} | {decision.on for decision in history.decisions}
        for day in {change.on for change in replay(history, revisions, until).changes} - busy - {history.accepted_on}:
            whole = replay(history, revisions, day)
            if any(posting.earned_on == day for posting in whole.ledger.postings):
                continue
            states = replay(history, revisions, day - timedelta(1)).states
            short = open_day(history, revisions, states=states, totals=whole.ledger.totals(), day=day)
            assert decided(short) == [found for found in decided(whole) if found[1] == day]
            assert short.states == whole.states

    for_every_life(program, check)
