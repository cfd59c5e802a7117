"""Explanations: each requirement, what counts, what is missing and by when, and what comes next."""

import pytest

from programs.definition.requirements import Total
from statuses.engine.explain import Question
from tests.statuses.engine.bitrix24 import GOLD, SILVER, attends, becomes_gold, becomes_silver, sells, shows
from tests.statuses.engine.life import Life, day, told


def finding(question: Question | None, code: str):
    """The finding for one requirement."""
    assert question is not None
    return next(found for found in question.findings if found.requirement.code == code)


@pytest.fixture
def bronze() -> Life:
    """Accepted on 10 January 2025; one sale, the tutorial."""
    life = Life("bitrix24", "2025-01-10")
    life.did("2025-01-20", "sale", 1000, subject="Alder")
    life.did("2025-01-25", "course", course="tutorial", subject="Alice")
    return life


@pytest.fixture
def silver() -> Life:
    """Silver since 10 March 2025."""
    life = Life("bitrix24", "2025-03-01")
    becomes_silver(life, "2025-03-10")
    return life


class TestTheNextLevel:
    @pytest.mark.rule("B24-3.1.2")
    def test_every_requirement_with_clause_and_what_is_missing(self, bronze):
        target = bronze.explained("2025-02-01").target
        assert (target.level.code, target.list, target.met) == ("silver", "reach", False)
        sales = finding(target, "sales")
        assert (sales.requirement.clause, sales.measure.have, sales.missing) == ("B24-3.1.2", 1000, 1500)
        assert finding(target, "clients").missing == 1
        assert {found.requirement.code for found in target.findings if found.met} == {"tutorial"}

    def test_activities_that_count_are_named(self, bronze):
        sale, course = bronze.facts
        target = bronze.explained("2025-02-01").target
        assert finding(target, "sales").measure.counted == (sale,)
        assert finding(target, "tutorial").measure.counted == (course,)
        assert finding(target, "website").measure.counted == ()

    @pytest.mark.rule("B24-4.2a")
    def test_when_the_oldest_sale_leaves_the_year(self, bronze):
        becomes_silver(bronze, "2025-02-01")
        assert finding(bronze.explained("2026-01-19").target, "sales").fades_on is None
        sells(bronze, "2025-05-01", 100)
        sales = finding(bronze.explained("2026-01-19").target, "sales")
        assert (sales.measure.start, sales.fades_on) == (day("2025-02-02"), day("2026-05-01"))

    @pytest.mark.rule("B24-3.1.3q")
    def test_sales_before_silver_do_not_seem_to_count_toward_gold(self, bronze):
        """Asked about Gold, a Bronze partner sees that sales as a Silver partner haven't started."""
        target = bronze.explained("2025-02-01", level="gold").target
        assert target.level.code == "gold"
        assert finding(target, "sales").measure.have == 0
        assert finding(target, "sales").missing == 10_000
        assert finding(target, "tutorial").met

    @pytest.mark.rule("B24-3.1.3q")
    def test_sales_since_silver_count_toward_gold(self, silver):
        sells(silver, "2025-04-01", 3000)
        assert finding(silver.explained("2025-04-01").target, "sales").missing == 7000

    def test_top_level_has_no_next_level(self, silver):
        becomes_gold(silver, "2025-04-01")
        assert silver.explained("2025-05-01").target is None

    def test_held_level_shows_how_it_was_reached(self, silver):
        becomes_gold(silver, "2025-04-01")
        target = silver.explained("2026-03-31", level="silver").target
        assert target.met
        assert finding(target, "sales").measure.have == 2500
        assert told(silver.explained("2026-03-31").reached_by) == "2025-04-01 upgrade silver > gold"

    def test_no_track_has_the_level(self, silver):
        with pytest.raises(KeyError):
            silver.explained("2025-05-01", level="platinum")

    @pytest.mark.rule("KKV-engine1")
    def test_level_by_decision_is_never_reported_as_met(self):
        life = Life("1c-bitrix-kz", "2025-01-01", entry_level="gold")
        life.did("2025-02-01", "decision", track="enterprise", level="base")
        target = life.explained("2025-02-01", track="enterprise").target
        assert (target.level.code, target.by_decision, target.met) == ("extended", True, False)


@pytest.mark.rule("B24-3.5")
class TestAfterALoss:
    def test_the_list_for_coming_back_is_named_and_counts_since_the_loss(self, silver):
        sells(silver, "2026-03-09", 1000)
        sells(silver, "2026-04-01", 600)
        target = silver.explained("2026-04-02").target
        assert (target.level.code, target.list) == ("silver", "requalify")
        sales = finding(target, "sales")
        assert (sales.requirement.clause, sales.measure.have, sales.missing) == ("B24-3.5", 600, 4400)
        assert sales.measure.start == day("2026-03-11")

    def test_a_level_won_back_shows_that_list_too(self, silver):
        sells(silver, "2026-04-01", 5000)
        silver.did("2026-04-01", "client_seats", quantity=400)
        target = silver.explained("2026-04-02", level="silver").target
        assert (target.list, target.met) == ("requalify", True)


class TestTheGracePeriod:
    @pytest.mark.rule("B24-3.1.1b")
    def test_requirements_deadline_and_outcome_are_shown(self, bronze):
        explained = bronze.explained("2025-02-01")
        assert (explained.term.list, explained.term.decided_on) == ("grace", day("2025-04-11"))
        assert finding(explained.term, "tutorial").met
        missing = finding(explained.term, "nfr_cloud")
        assert (missing.requirement.clause, missing.by) == ("B24-3.1.1b", day("2025-04-10"))
        assert told(explained.outlook) == "2025-04-11 grace bronze > -"

    @pytest.mark.rule("B24-3.1.1b")
    def test_no_threat_once_requirements_are_met(self, bronze):
        bronze.did("2025-02-01", "nfr_claim", form="cloud")
        explained = bronze.explained("2025-02-01")
        assert explained.term.met
        assert explained.outlook is None

    def test_bronze_has_no_requirements_after_the_grace_period(self, bronze):
        bronze.did("2025-02-01", "nfr_claim", form="cloud")
        assert bronze.explained("2025-06-01").term is None


class TestTheNextReview:
    @pytest.mark.rule("B24-3.4.1")
    def test_missing_amounts_and_their_deadlines(self, silver):
        explained = silver.explained("2025-12-01")
        assert (explained.term.list, explained.term.decided_on) == ("keep", day("2026-03-10"))
        sales = finding(explained.term, "sales")
        assert (sales.missing, sales.by) == (2500, day("2026-03-09"))
        assert (sales.measure.start, sales.measure.end) == (day("2025-03-10"), day("2026-03-10"))
        assert told(explained.outlook) == "2026-03-10 review silver > bronze"

    @pytest.mark.rule("B24-3.4.1")
    def test_the_outlook_of_a_partner_that_has_enough(self, silver):
        sells(silver, "2025-06-01", 2500)
        silver.did("2025-06-01", "client_seats", quantity=400)
        explained = silver.explained("2025-12-01")
        assert explained.term.met
        assert told(explained.outlook) == "2026-03-10 review silver > silver"

    @pytest.mark.rule("B24-3.3")
    def test_later_requirement_explains_why_it_does_not_apply_yet(self):
        life = Life("bitrix24", "2024-03-01")
        becomes_silver(life, "2024-03-10")
        seats = finding(life.explained("2024-06-01").term, "seats")
        assert (seats.asked, seats.met, seats.waits_for) == (False, True, "day")
        sells(life, "2024-06-01", 5000)
        seats = finding(life.explained("2025-06-01").term, "seats")
        assert (seats.asked, seats.met, seats.waits_for) == (True, False, "")

    @pytest.mark.rule("B24-3.1.3m")
    def test_each_quarter_has_its_own_last_day(self, silver):
        becomes_gold(silver, "2025-04-01")
        meetings = finding(silver.explained("2025-04-02").term, "qbr")
        assert (meetings.measure.needed, meetings.by) == (4, day("2025-06-30"))
        attends(silver, "2025-05-05", "2025-11-05")
        meetings = finding(silver.explained("2025-08-01").term, "qbr")
        assert (meetings.measure.have, meetings.by) == (1, day("2025-09-30"))
        meetings = finding(silver.explained("2025-12-01").term, "qbr")
        assert meetings.measure.note == ("2025 Q3", "2026 Q1")
        assert meetings.by == day("2025-09-30"), "gone for good: the third quarter is over"

    @pytest.mark.rule("BSM-points4", "NET-engine1")
    def test_points_that_will_be_gone_by_the_review_do_not_seem_to_count(self):
        life = Life("1c-bitrix", "2025-01-01", entry_level="certified")
        life.did("2025-01-01", "certified", subject="Alice")
        life.did("2025-01-01", "certified", subject="Bob")
        life.did("2025-01-01", "sale", 1500)
        life.did("2025-06-01", "sale", 500)
        explained = life.explained("2025-12-01")
        assert explained.points == 200
        points = finding(explained.term, "points")
        assert (points.measure.have, points.missing, points.by) == (50, 50, day("2025-12-31"))
        assert told(explained.outlook) == "2026-01-01 review certified > business"

    @pytest.mark.rule("BPS-engine4")
    def test_a_figure_still_to_be_agreed(self):
        life = Life("bitrix-2011", "2011-01-01", entry_level="gold")
        sales = finding(life.explained("2011-06-01").term, "commitment")
        assert isinstance(sales.requirement, Total)
        assert (sales.met, sales.measure.needed, sales.missing) == (False, None, None)
        life.did("2011-06-02", "document", 50_000, document="commitment")
        assert finding(life.explained("2011-06-02").term, "commitment").missing == 50_000


class TestTheCompetence:
    @pytest.fixture
    def base(self) -> Life:
        life = Life("1c-bitrix-kz", "2023-01-01", entry_level="gold")
        life.did("2023-03-01", "decision", track="enterprise", level="base")
        return life

    @pytest.mark.rule("KKV-4.4")
    def test_the_request_is_due_14_days_before(self, base):
        term = base.explained("2023-12-01", track="enterprise").term
        assert finding(term, "renewal_request").by == day("2024-02-16")
        assert finding(term, "enterprise_sale").by == day("2024-02-29")

    @pytest.mark.rule("KKV-4.5a")
    def test_violation_has_no_deadline(self, base):
        base.did("2023-06-01", "violation")
        violations = finding(base.explained("2023-12-01", track="enterprise").term, "violations")
        assert (violations.met, violations.missing, violations.by) == (False, 1, None)

    @pytest.mark.rule("KKV-4.5b")
    def test_every_second_review_requirement_is_marked(self, base):
        base.did("2023-06-01", "document", document="size")
        size = finding(base.explained("2023-12-01", track="enterprise").term, "size")
        assert (size.asked, size.waits_for) == (False, "review")
        base.did("2024-01-15", "renewal_request")
        base.did("2024-01-15", "enterprise_sale", 10)
        base.decided("2023-12-31", "gold")
        size = finding(base.explained("2024-06-01", track="enterprise").term, "size")
        assert (size.asked, size.met) == (True, True)

    def test_both_tracks_are_explained(self, base):
        assert base.explained("2023-12-01").level.code == "gold"
        assert base.explained("2023-12-01", track="enterprise").level.code == "base"

    def test_before_the_decision_there_is_no_level(self, base):
        explained = base.explained("2023-02-01", track="enterprise")
        assert (explained.level, explained.target, explained.term, explained.outlook) == (None, None, None, None)


class TestAnyDay:
    def test_past_day_ignores_later_activities(self, silver):
        becomes_gold(silver, "2025-06-01")
        explained = silver.explained("2025-05-01")
        assert explained.level.code == "silver"
        assert finding(explained.target, "sales").measure.have == 0

    def test_future_day_includes_reviews_before_it(self, silver):
        assert silver.explained("2025-12-01").level.code == "silver"
        explained = silver.explained("2026-06-01")
        assert explained.level.code == "bronze"
        assert explained.target.list == "requalify"

    def test_before_the_acceptance(self, silver):
        explained = silver.explained("2025-02-01")
        assert (explained.level, explained.target, explained.term) == (None, None, None)

    def test_cancelled_partner_has_no_requirements(self, bronze):
        explained = bronze.explained("2025-06-01")
        assert (explained.level, explained.target, explained.term) == (None, None, None)
        assert told(explained.reached_by) == "2025-04-11 grace bronze > -"


@pytest.mark.rule("B24-3.4.1")
def test_verdict_stores_every_finding_as_plain_values():
    life = Life("bitrix24", "2025-03-01")
    becomes_silver(life, "2025-03-10")
    sale = life.did("2025-09-01", "sale", "1234.50", subject="Cedar")
    (review,) = (change for change in life.at("2026-03-10").changes if change.cause == "review")
    sales = next(found for found in review.verdict()["findings"] if found["code"] == "sales")
    assert sales["have"] == "3734.5"
    assert sales["needed"] == "5000"
    assert (sales["clause"], sales["asked"], sales["met"], sales["unit"]) == ("B24-3.1.2", True, False, "money")
    assert (sales["from"], sales["until"]) == ("2025-03-10", "2026-03-09")
    assert sales["counted"][-1] == sale.id


def test_gold_and_silver_share_their_evidence(silver):
    shows(silver, "2025-04-01", GOLD)
    target = silver.explained("2025-04-01").target
    assert {code for code in SILVER | GOLD if finding(target, code).met} == set(SILVER | GOLD)
