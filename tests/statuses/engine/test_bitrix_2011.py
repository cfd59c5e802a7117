"""The 2011 program: points that never expire, requirements by level, points reset on a downgrade."""

from datetime import date

import pytest

from tests.statuses.engine.life import Life, day

CERTIFIED = {
    "engineer": ("certified", {"role": "engineer"}),
    "sales specialist": ("certified", {"role": "sales"}),
    "agreement": ("document", {"document": "agreement"}),
    "nda": ("document", {"document": "nda"}),
    "first line": ("evidence", {"evidence": "first_line"}),
    "logo": ("evidence", {"evidence": "logo"}),
    "descriptions": ("evidence", {"evidence": "descriptions"}),
}


def qualifies(life: Life, on: str, *people: str, without: str = "") -> None:
    """Meet everything but points and the commitment, with an engineer and a sales specialist per name."""
    for name, (kind, attributes) in CERTIFIED.items():
        for person in people if kind == "certified" else ("",):
            if name != without:
                life.did(on, kind, subject=person, **attributes)


def earns(life: Life, on: str, seminars: int) -> None:
    """Earn a thousand points per seminar."""
    for _ in range(seminars):
        life.did(on, "seminar")


@pytest.fixture
def alice() -> Life:
    """A Business partner since 1 January 2011."""
    return Life("bitrix-2011", "2011-01-01")


@pytest.fixture
def gold(alice) -> Life:
    """Gold Certified since 1 February 2011, with 100,000 dollars agreed; 2,000 points."""
    qualifies(alice, "2011-02-01", "Alice", "Bob")
    alice.did("2011-02-01", "document", 100_000, document="commitment")
    alice.did("2011-02-01", "localization")
    return alice


QUARTERLY = ["2011-05-01", "2011-08-01", "2011-11-01"]


@pytest.mark.rule("BPS-status1", "BPS-engine4")
def test_a_partner_starts_as_business_and_is_not_reviewed(alice):
    assert alice.story("2030-01-01") == ["2011-01-01 acceptance - > business"]


@pytest.mark.rule("BPS-bonus", "BPS-engine1")
class TestEarlyAdopter:
    def test_330_dollars_are_63_points_for_business_and_33_for_certified(self, alice):
        alice.did("2011-02-01", "sale", 330)
        assert alice.points("2011-02-01") == 63
        alice.decided("2011-02-02", "certified")
        alice.did("2011-02-03", "sale", 330)
        assert alice.points("2011-02-03") == 63 + 33

    def test_the_level_at_the_opening_of_the_day_decides(self, alice):
        """The sale that triggers the upgrade, and all others of that day, still earn the extra."""
        qualifies(alice, "2011-02-01", "Alice")
        alice.did("2011-02-02", "sale", 5000)
        alice.did("2011-02-02", "sale", 100)
        alice.did("2011-02-03", "sale", 100)
        assert alice.story("2011-02-02")[1:] == ["2011-02-02 upgrade business > certified"]
        assert alice.points("2011-02-02") == 500 + 500 + 10 + 10
        assert alice.points("2011-02-03") == 1020 + 10

    def test_the_day_of_acceptance_is_a_day_as_business(self, alice):
        alice.did("2011-01-01", "sale", 330)
        assert alice.points("2011-01-01") == 63

    def test_extra_is_earned_again_after_a_downgrade_to_business(self, alice):
        alice.decided("2011-01-01", "certified")
        alice.did("2012-01-01", "sale", 330)
        assert alice.story("2012-01-01")[2:] == ["2012-01-01 review certified > business"]
        assert alice.points("2012-01-01") == 63


@pytest.mark.rule("BPS-status2", "BPS-req", "BPS-engine3")
class TestClimbing:
    @pytest.mark.parametrize(("last_sale", "level"), [("49.99", "business"), ("50.00", "certified")])
    def test_certified_needs_500_points(self, alice, last_sale, level):
        qualifies(alice, "2011-02-01", "Alice")
        for _ in range(9):
            alice.did("2011-02-01", "project")
        for amount in (99, 99, 99, 99, 99, last_sale):
            alice.did("2011-02-01", "sale", amount)
        assert alice.points("2011-02-01") == (500 if level == "certified" else 499)
        assert alice.level("2011-02-01") == level

    @pytest.mark.parametrize("missing", CERTIFIED)
    def test_certified_needs(self, alice, missing):
        qualifies(alice, "2011-02-01", "Alice", without=missing)
        earns(alice, "2011-02-01", 1)
        assert alice.level("2011-02-01") == "business"
        kind, attributes = CERTIFIED[missing]
        alice.did("2011-02-02", kind, subject="Alice", **attributes)
        assert alice.level("2011-02-02") == "certified"

    def test_gold_is_reached_the_same_day_when_all_is_met(self, gold):
        assert gold.story("2011-02-01")[1:] == [
            "2011-02-01 upgrade business > certified",
            "2011-02-01 upgrade certified > gold",
        ]

    @pytest.mark.parametrize("people", [["Alice"], ["Alice", "Alice"], ["Alice", " ALICE "]])
    def test_gold_needs_two_different_persons_for_each_role(self, alice, people):
        qualifies(alice, "2011-02-01", *people)
        alice.did("2011-02-01", "document", 100_000, document="commitment")
        alice.did("2011-02-01", "localization")
        assert alice.level("2011-02-01") == "certified"

    def test_one_person_may_be_both_engineer_and_sales_specialist(self, alice):
        qualifies(alice, "2011-02-01", "Alice", "Bob")
        earns(alice, "2011-02-01", 2)
        assert alice.level("2011-02-01") == "certified"
        alice.did("2011-02-02", "document", 50_000, document="commitment")
        assert alice.level("2011-02-02") == "gold"

    @pytest.mark.parametrize(("seminars", "level"), [(1, "certified"), (2, "gold")])
    def test_gold_needs_2000_points(self, alice, seminars, level):
        qualifies(alice, "2011-02-01", "Alice", "Bob")
        alice.did("2011-02-01", "document", 50_000, document="commitment")
        earns(alice, "2011-02-01", seminars)
        assert alice.level("2011-02-01") == level


@pytest.mark.rule("BPS-engine4", "BPS-status3")
class TestReviews:
    def test_certified_is_kept_without_new_points(self, alice):
        qualifies(alice, "2011-02-01", "Alice")
        earns(alice, "2011-02-01", 1)
        assert alice.story("2013-12-31")[2:] == [
            "2012-02-01 review certified > certified",
            "2013-02-01 review certified > certified",
        ]

    def gold_review(self, life: Life, *, sold: int | str = 100_000, forecasts=QUARTERLY) -> str:
        life.did("2011-07-01", "sale", sold)
        for on in forecasts:
            life.did(on, "forecast")
        (review,) = life.story("2012-02-01")[3:]
        return review

    def test_gold_is_kept_with_forecasts_and_the_agreed_sales(self, gold):
        assert self.gold_review(gold) == "2012-02-01 review gold > gold"

    @pytest.mark.parametrize(
        "forecasts", [QUARTERLY[1:], QUARTERLY[:2], [], ["2011-05-01", "2011-08-01", "2012-01-15"]]
    )
    def test_gold_is_lost_without_a_forecast_in_every_full_quarter(self, gold, forecasts):
        assert self.gold_review(gold, forecasts=forecasts) == "2012-02-01 review gold > certified"

    def test_gold_is_lost_below_the_agreed_sales(self, gold):
        assert self.gold_review(gold, sold="99999.99") == "2012-02-01 review gold > certified"

    @pytest.mark.parametrize(("agreed", "after"), [(100_001, "certified"), (90_000, "gold")])
    def test_the_latest_commitment_counts(self, gold, agreed, after):
        gold.did("2012-01-31", "document", agreed, document="commitment")
        assert self.gold_review(gold) == f"2012-02-01 review gold > {after}"

    def test_a_commitment_made_on_the_day_of_the_review_is_for_the_next_year(self, gold):
        gold.did("2012-02-01", "document", 1_000_000, document="commitment")
        assert self.gold_review(gold) == "2012-02-01 review gold > gold"

    def test_sales_of_the_review_year_only(self, gold):
        gold.did("2011-01-31", "sale", 1_000_000)
        assert self.gold_review(gold, sold=99_000) == "2012-02-01 review gold > certified"


@pytest.mark.rule("BPS-status2", "BPS-engine5")
class TestPointsOnADowngrade:
    def test_gold_falls_to_the_500_points_certified_starts_with(self, gold):
        earns(gold, "2011-06-01", 3)
        assert gold.points("2012-01-31") == 5000
        assert gold.story("2012-02-01")[3:] == ["2012-02-01 review gold > certified"]
        assert gold.points("2012-02-01") == 500

    def test_reset_adds_an_entry_and_edits_none(self, gold):
        earns(gold, "2011-06-01", 1)
        timeline = gold.at("2012-02-01")
        before = [posting for posting in timeline.ledger.postings if posting.earned_on < date(2012, 2, 1)]
        on_the_day = [posting for posting in timeline.ledger.postings if posting.earned_on == date(2012, 2, 1)]
        assert sorted(posting.points for posting in before) == [1000, 2000]
        assert sorted(posting.points for posting in on_the_day) == [-2000, -1000, 500]
        assert {posting.reverses for posting in on_the_day} == {None, *(posting.key for posting in before)}
        assert {posting.clause for posting in on_the_day} == {"BPS-engine5"}

    def test_certified_falls_to_nothing(self, alice):
        alice.decided("2011-02-01", "certified")
        earns(alice, "2011-03-01", 4)
        assert alice.points("2012-02-01") == 0
        assert alice.level("2012-02-01") == "business"

    def test_second_downgrade_resets_again_without_double_reversal(self, gold):
        earns(gold, "2012-06-01", 1)
        gold.decided("2012-07-01", "gold")
        assert gold.story("2013-07-01")[5:] == ["2013-07-01 review gold > certified"]
        assert gold.points("2013-06-30") == 1500
        assert gold.points("2013-07-01") == 500

    @pytest.mark.rule("BPS-engine3")
    def test_lost_level_is_regained_by_the_same_list(self, gold):
        assert gold.level("2012-02-01") == "certified"
        earns(gold, "2012-03-01", 1)
        assert gold.level("2012-03-01") == "certified"
        gold.did("2012-03-02", "module")
        assert gold.story("2012-03-02")[4:] == ["2012-03-02 upgrade certified > gold"]


@pytest.mark.rule("BPS-engine1")
def test_points_never_expire(alice):
    earns(alice, "2011-02-01", 1)
    assert alice.points("2031-02-01") == 1000
    assert alice.at("2031-02-01").ledger.postings[0].expires_on is None


@pytest.mark.rule("BPS-engine2")
def test_kinds_of_the_program(alice):
    for kind in ("case_study", "module", "placement", "seminar", "localization", "project"):
        alice.did("2011-02-01", kind)
    assert alice.points("2011-02-01") == 250 + 500 + 250 + 1000 + 2000 + 50
    assert alice.at("2011-02-01").until == day("2011-02-01")
