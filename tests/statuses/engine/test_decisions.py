"""Managers' decisions: exceptions, penalties, terminations; and programs that change over time."""

import pytest

from programs.definition.requirements import Count
from programs.definition.revisions import Revisions
from tests.statuses.engine.bitrix24 import becomes_gold, becomes_silver, sells
from tests.statuses.engine.life import BEFORE_ALL, Life, changed, day, only, preset


@pytest.mark.rule("BPS-status1", "B24-3.4.1")
class TestExceptions:
    def test_an_exception_sets_a_level_and_the_day_of_its_review(self):
        life = Life("bitrix24", "2025-01-01")
        life.decided("2025-02-01", "gold")
        assert life.story("2025-12-31")[1:] == ["2025-02-01 exception bronze > gold"]
        assert life.at("2025-12-31").states["status"].review_on == day("2026-02-01")

    def test_an_exception_to_the_same_level_confirms_it(self):
        life = Life("bitrix24", "2025-01-01")
        becomes_silver(life, "2025-02-01")
        life.decided("2025-11-01", "silver")
        state = life.at("2026-10-31").states["status"]
        assert (state.level, state.since, state.review_on) == ("silver", day("2025-02-01"), day("2026-11-01"))

    def test_an_exception_for_bronze_does_not_end_the_ninety_days(self):
        life = Life("bitrix24", "2025-01-01")
        life.decided("2025-02-01", "bronze")
        assert life.level("2025-04-02") == ""

    def test_a_partner_of_2011_is_admitted_to_a_higher_level(self):
        life = Life("bitrix-2011", "2011-03-01")
        life.decided("2011-03-01", "certified")
        assert life.level("2011-03-01") == "certified"

    def test_verdict_contains_reason_and_decision(self):
        life = Life("bitrix24", "2025-01-01")
        life.decided("2025-02-01", "silver")
        change = life.at("2025-02-01").changes[-1]
        assert change.decision_id == 1
        assert change.verdict()["reason"] == "Agreed by mail"


class TestLowering:
    @pytest.mark.rule("B24-3.5")
    def test_lowered_level_is_regained_by_requalification(self):
        life = Life("bitrix24", "2025-01-01")
        becomes_silver(life, "2025-02-01")
        life.decided("2025-03-01", "bronze", kind="penalty")
        sells(life, "2025-03-02", "4999.99")
        assert life.story("2025-03-02")[2:] == ["2025-03-01 penalty silver > bronze"]
        life.did("2025-03-02", "sale", "0.01")
        assert life.story("2025-03-02")[3:] == ["2025-03-02 upgrade bronze > silver"]

    def test_lowered_level_is_not_regained_the_same_day(self):
        life = Life("1c-bitrix", "2025-01-01")
        for person in ("Alice", "Bob"):
            life.did("2025-02-01", "certified", subject=person)
        life.did("2025-02-01", "sale", 5000)
        life.decided("2025-03-01", "business", kind="penalty")
        life.did("2025-03-01", "sale", 5000)
        assert life.level("2025-03-01") == "business"
        life.did("2025-03-05", "sale", 10)
        assert life.story("2025-12-31")[2:] == [
            "2025-03-01 penalty certified > business",
            "2025-03-05 upgrade business > certified",
        ]

    @pytest.mark.rule("BPS-status2", "BPS-engine5")
    def test_a_penalty_sets_the_points_of_2011_back_as_a_review_does(self):
        life = Life("bitrix-2011", "2011-01-01", entry_level="gold")
        life.did("2011-02-01", "localization")
        life.decided("2011-03-01", "certified", kind="penalty")
        assert life.points("2011-02-28") == 2000
        assert life.points("2011-03-01") == 500

    @pytest.mark.rule("BPS-engine5")
    def test_two_downgrades_on_one_day_have_different_keys(self):
        life = Life("bitrix-2011", "2011-01-01", entry_level="gold")
        life.did("2011-02-01", "localization")
        life.decided("2012-01-01", "business", kind="penalty")
        timeline = life.at("2012-01-01")
        assert life.story("2012-01-01")[1:] == [
            "2012-01-01 review gold > certified",
            "2012-01-01 penalty certified > business",
        ]
        keys = [posting.key for posting in timeline.ledger.postings]
        assert len(keys) == len(set(keys)) == 4
        assert timeline.ledger.total("main") == 0


@pytest.mark.rule("B24-1.5")
class TestTermination:
    def test_every_track_ends(self):
        life = Life("1c-bitrix-kz", "2025-01-01", entry_level="gold")
        life.did("2025-02-01", "decision", track="enterprise", level="base")
        life.decided("2025-06-01", "", kind="termination")
        assert life.story("2030-01-01")[1:] == ["2025-06-01 termination gold > -"]
        assert life.story("2030-01-01", "enterprise")[1:] == ["2025-06-01 termination base > -"]

    def test_terminated_level_does_not_come_back_automatically(self):
        life = Life("bitrix24", "2025-01-01")
        life.decided("2025-01-15", "", kind="termination")
        becomes_silver(life, "2025-02-01")
        becomes_gold(life, "2025-03-01")
        assert life.level("2026-12-31") == ""
        assert life.at("2026-12-31").states["status"].due_on is None


def with_levels(definition, levels, *, more_tracks=()):
    track = changed(definition.tracks[0], levels=levels)
    return changed(definition, tracks=[track, *more_tracks])


class TestRevisions:
    """Each day uses the revision in force on it."""

    def test_the_revision_of_the_day_decides_and_is_named(self):
        old = preset("bitrix24")
        bronze, silver, gold = old.tracks[0].levels
        sales, _ = silver.keep
        lenient = changed(silver, keep=[changed(sales, at_least=1)])
        new = with_levels(old, [bronze, lenient, gold])
        life = Life(Revisions([(BEFORE_ALL, 7, old), (day("2026-06-01"), 8, new)]), "2025-06-01")
        becomes_silver(life, "2025-07-01")
        (review,) = (change for change in life.at("2026-07-01").changes if change.cause == "review")
        assert (review.after, review.revision) == ("silver", 8)
        assert [change.revision for change in life.at("2026-07-01").changes] == [7, 7, 8]

    def test_first_revision_applies_to_earlier_days(self):
        first = changed(preset("bitrix24"), tracks=preset("bitrix24").tracks)
        revisions = Revisions([(day("2025-06-01"), 5, first), (day("2025-07-01"), 6, preset("bitrix24"))])
        life = Life(revisions, "2024-01-01")
        becomes_silver(life, "2024-02-01")
        assert life.points("2024-02-01") == 249
        assert [change.revision for change in life.at("2025-12-31").changes] == [5, 5, 5]

    def test_points_follow_the_revision_of_the_day_they_are_earned(self):
        old = preset("bitrix24")
        doubled = [changed(rule, points=rule.points * 2) for rule in old.points.rules]
        new = changed(old, points=changed(old.points, rules=doubled))
        life = Life(Revisions([(BEFORE_ALL, 1, old), (day("2025-06-01"), 2, new)]), "2025-01-01")
        life.did("2025-05-31", "module")
        life.did("2025-06-01", "module")
        assert life.points("2025-05-31") == 500
        assert life.points("2025-06-01") == 500 + 1000

    def test_a_level_reviewed_from_now_on_is_due_a_year_after_its_confirmation_or_at_once(self):
        old = preset("bitrix24")
        bronze, silver, gold = old.tracks[0].levels
        unreviewed = with_levels(old, [bronze, changed(silver, review=False, keep=[]), gold])
        life = Life(Revisions([(BEFORE_ALL, 1, unreviewed), (day("2026-06-01"), 2, old)]), "2025-01-01")
        becomes_silver(life, "2025-02-01")
        assert life.story("2026-12-31")[2:] == ["2026-06-01 review silver > bronze"]

    def test_a_track_that_is_dropped_decides_nothing_more(self):
        old = preset("1c-bitrix-kz")
        new = changed(old, tracks=old.tracks[:1])
        life = Life(Revisions([(BEFORE_ALL, 1, old), (day("2025-09-01"), 2, new)]), "2025-01-01", entry_level="gold")
        life.did("2025-02-01", "decision", track="enterprise", level="base")
        assert life.story("2028-01-01", "enterprise") == ["2025-02-01 exception - > base"]
        assert life.level("2028-01-01") == "business"

    def test_new_track_admits_existing_partners(self):
        old = preset("bitrix24")
        side = changed(old.tracks[0], code="training", levels=old.tracks[0].levels[:1])
        new = changed(old, tracks=[*old.tracks, side])
        revisions = Revisions([(BEFORE_ALL, 1, old), (day("2025-06-01"), 2, new)])
        life = Life(revisions, "2025-01-01", entry_level="silver")
        assert life.story("2025-12-31", "training") == [
            "2025-06-01 acceptance - > bronze",
            "2025-08-31 grace bronze > -",
        ]
        gone = Life(revisions, "2025-01-01")
        assert gone.story("2025-12-31", "training") == []


def test_level_becomes_reachable_when_a_violation_leaves_the_window():
    """A program that requires a year without violations; nothing happens on the day the last one is a year old."""
    old = preset("1c-bitrix-kz")
    business, certified, gold = old.tracks[0].levels
    clean = Count(
        kind="count",
        clause="X-1",
        code="clean",
        name="A year without violations",
        of="violation",
        at_most=0,
        window="year",
    )
    asked = changed(certified, reach=[clean])
    life = Life(only(with_levels(old, [business, asked, gold])), "2025-01-01")
    life.did("2025-01-01", "violation")
    life.did("2025-03-10", "violation")
    assert life.story("2026-12-31") == [
        "2025-01-01 acceptance - > business",
        "2026-03-10 upgrade business > certified",
    ]
