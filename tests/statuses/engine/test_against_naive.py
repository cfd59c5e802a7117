"""Compares the engine with a second one that shares no code (naive.py), over random histories in all five programs."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.definition.revisions import Revisions
from statuses.engine import History, replay
from tests.samples import sample
from tests.statuses.engine.life import BEFORE_ALL, PROGRAMS, changed, only, preset
from tests.statuses.engine.lives import LONGEST, histories
from tests.statuses.engine.naive import NaiveLife

EXAMPLES = sample(15, campaign=300)
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


def compare(history: History, revisions: Revisions) -> NaiveLife:
    """Compare decisions, levels and every day's points of both engines."""
    until = history.accepted_on + timedelta(LONGEST + 40)
    timeline = replay(history, revisions, until)
    naive = NaiveLife(history, revisions).live(until)
    decided = [(change.track, change.on, change.before, change.after, change.cause) for change in timeline.changes]
    assert decided == naive.decisions
    for track, place in naive.places.items():
        state = timeline.states[track]
        assert (state.level, state.since, state.confirmed_on) == (place.level, place.since, place.confirmed_on)
        assert state.lost == place.lost
    assert {code: timeline.ledger.total(code) for code in naive.totals[until]} == naive.totals[until]
    for day, totals in naive.totals.items():
        for account, total in totals.items():
            assert _active(timeline.ledger.postings, account, day) == total, (account, day)
    return naive


def _active(postings, account: str, day: date) -> int:
    return sum(
        posting.points
        for posting in postings
        if posting.account == account
        and posting.earned_on <= day
        and (posting.expires_on is None or posting.expires_on > day)
    )


@pytest.mark.campaign
@pytest.mark.rule("B24-up", "B24-3.4.1", "B24-4.2a", "BPS-status2", "BSM-up", "NET-engine1", "KKV-engine3")
@pytest.mark.parametrize("program", PROGRAMS)
def test_engine_agrees_with_a_naive_one(program):
    definition = preset(program)

    @settings(max_examples=EXAMPLES, **SLOW)
    @given(history=histories(definition))
    def agree(history):
        compare(history, only(definition))

    agree()


@pytest.mark.campaign
def test_engine_agrees_across_revisions():
    """A program whose requirements and points increase on one day."""
    before, after = preset("bitrix24"), preset("bitrix24")
    silver = after.tracks[0].levels[1]
    stricter = changed(silver, keep=[changed(one, at_least=one.at_least * 2) for one in silver.keep])
    bronze = changed(after.tracks[0].levels[0], grace=None)
    track = changed(after.tracks[0], levels=[bronze, stricter, after.tracks[0].levels[2]])
    rules = [changed(rule, points=rule.points * 2) for rule in after.points.rules]
    after = changed(after, tracks=[track], points=changed(after.points, rules=rules))

    @settings(max_examples=EXAMPLES, **SLOW)
    @given(history=histories(before), day=st.integers(0, LONGEST))
    def agree(history, day):
        changed_on = history.accepted_on + timedelta(day)
        compare(history, Revisions([(BEFORE_ALL, 1, before), (changed_on, 2, after)]))

    agree()


@pytest.mark.campaign
@pytest.mark.parametrize("program", PROGRAMS)
def test_random_lives_are_eventful(program):
    """The random histories contain every kind of decision, and upgrades and downgrades at every level."""
    definition = preset(program)
    seen: Counter[tuple[str, str, str]] = Counter()

    @settings(max_examples=sample(120, campaign=300), derandomize=True, database=None, **SLOW)
    @given(history=histories(definition))
    def live(history):
        for change in replay(history, only(definition), history.accepted_on + timedelta(LONGEST)).changes:
            seen[(change.cause, change.before, change.after)] += 1

    live()
    for track in definition.tracks:
        codes = [level.code for level in track.levels]
        for lower, higher in pairwise(codes):
            if track.upgrades == "by_themselves":
                assert seen["upgrade", lower, higher], (lower, higher)
            assert seen["review", higher, lower], (higher, lower)
        for level in track.levels:
            if level.review:
                assert seen["review", level.code, level.code], level.code
            if level.grace:
                assert seen["grace", level.code, ""]
    assert {cause for cause, _, _ in seen} >= {"acceptance", "exception", "penalty", "termination", "review"}
