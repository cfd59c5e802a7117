"""Yearly reviews of the 2026 program, their windows, and regaining a lost level."""

import pytest

from tests.statuses.engine.bitrix24 import GOLD, SILVER, attends, becomes_gold, becomes_silver, sells, shows
from tests.statuses.engine.life import Life, day


@pytest.fixture
def silver() -> Life:
    """Silver since 10 March 2025, so that the first review is due on 10 March 2026."""
    life = Life("bitrix24", "2025-03-01")
    becomes_silver(life, "2025-03-10")
    return life


@pytest.fixture
def gold() -> Life:
    """Gold since 1 April 2025, in a year with four full quarters before its review on 1 April 2026."""
    life = Life("bitrix24", "2025-01-01")
    becomes_silver(life, "2025-02-01")
    becomes_gold(life, "2025-04-01")
    return life


QUARTERLY = ["2025-05-05", "2025-08-05", "2025-11-05", "2026-02-05"]


@pytest.mark.rule("B24-3.4.1", "B24-3.1.2")
class TestSilverReview:
    @pytest.mark.parametrize(
        ("sold", "seats", "after"),
        [(2500, 400, "silver"), ("2499.99", 400, "bronze"), (2500, 399, "bronze"), (10_000, 0, "bronze")],
    )
    def test_kept_with_5000_and_400_seats(self, silver, sold, seats, after):
        """In addition to the 2,500 sold on the day of the upgrade, which counts."""
        sells(silver, "2025-09-01", sold)
        silver.did("2025-09-01", "client_seats", quantity=seats)
        assert silver.story("2026-03-10")[2:] == [f"2026-03-10 review silver > {after}"]

    @pytest.mark.parametrize(
        ("sold_on", "after"),
        [("2025-03-09", "bronze"), ("2025-03-10", "silver"), ("2026-03-09", "silver"), ("2026-03-10", "bronze")],
    )
    def test_window_runs_from_the_confirmation_to_the_day_before(self, silver, sold_on, after):
        silver.did("2025-09-01", "client_seats", quantity=400)
        sells(silver, sold_on, 2500, "Cedar")
        assert silver.story("2026-03-10")[2:] == [f"2026-03-10 review silver > {after}"]

    def test_each_kept_review_starts_the_next_year(self, silver):
        for on in ("2025-09-01", "2026-09-01"):
            sells(silver, on, 5000)
            silver.did(on, "client_seats", quantity=400)
        assert silver.story("2028-12-31")[2:] == [
            "2026-03-10 review silver > silver",
            "2027-03-10 review silver > silver",
            "2028-03-10 review silver > bronze",
        ]

    def test_bronze_is_not_reviewed(self, silver):
        assert silver.story("2030-01-01")[2:] == ["2026-03-10 review silver > bronze"]

    def test_the_review_of_a_status_of_29_february_is_due_on_28_february(self):
        life = Life("bitrix24", "2024-02-01")
        becomes_silver(life, "2024-02-29")
        assert life.story("2025-03-31")[2:] == ["2025-02-28 review silver > bronze"]

    @pytest.mark.rule("B24-up")
    def test_an_upgrade_starts_a_new_year(self, silver):
        becomes_gold(silver, "2025-12-01")
        assert silver.at("2026-03-31").states["status"].review_on == day("2026-12-01")
        assert silver.story("2026-12-01")[3:] == ["2026-12-01 review gold > silver"]


@pytest.mark.rule("B24-3.3")
class TestSeatsFrom2026:
    @pytest.mark.parametrize(
        ("reached_on", "after"), [("2024-12-31", "silver"), ("2025-01-01", "bronze"), ("2025-01-02", "bronze")]
    )
    def test_only_reviews_on_or_after_1_january_2026_ask_for_seats(self, reached_on, after):
        life = Life("bitrix24", "2024-12-30")
        becomes_silver(life, reached_on)
        sells(life, "2025-06-01", 5000)
        assert life.story("2026-01-15")[2].endswith(f"review silver > {after}")

    @pytest.mark.rule("B24-g")
    @pytest.mark.parametrize(("completed_on", "after"), [("2025-03-10", "silver"), ("2026-03-10", "bronze")])
    def test_seats_count_in_the_window_in_which_six_months_were_completed(self, silver, completed_on, after):
        sells(silver, "2025-09-01", 5000)
        silver.did(completed_on, "client_seats", quantity=400)
        assert silver.story("2026-03-10")[2:] == [f"2026-03-10 review silver > {after}"]


@pytest.mark.rule("B24-3.1.3", "B24-3.1.3m")
class TestGoldReview:
    def keeps(self, life: Life, *, sold=5000, seats=1000, meetings=QUARTERLY) -> str:
        """The review's outcome; 10,000 were sold on the day of the upgrade."""
        sells(life, "2025-09-01", sold)
        life.did("2025-09-01", "client_seats", quantity=seats)
        attends(life, *meetings)
        (review,) = life.story("2026-04-01")[3:]
        return review

    def test_kept_with_15000_and_1000_seats_and_four_meetings(self, gold):
        assert self.keeps(gold) == "2026-04-01 review gold > gold"

    @pytest.mark.parametrize(
        "short",
        [
            {"sold": "4999.99"},
            {"seats": 999},
            {"meetings": QUARTERLY[1:]},
            {"meetings": QUARTERLY[:1] + QUARTERLY[2:]},
            {"meetings": QUARTERLY[:3]},
            {"meetings": ["2025-05-05", "2025-05-06", "2025-11-05", "2026-02-05"]},
        ],
    )
    def test_one_shortfall_drops_one_level(self, gold, short):
        assert self.keeps(gold, **short) == "2026-04-01 review gold > silver"

    def test_edges_of_the_quarters(self, gold):
        assert self.keeps(gold, meetings=["2025-04-01", "2025-09-30", "2025-10-01", "2026-03-31"]).endswith("gold")

    def test_quarter_started_before_the_status_is_not_required(self):
        life = Life("bitrix24", "2025-01-01")
        becomes_silver(life, "2025-02-01")
        becomes_gold(life, "2025-04-02")
        sells(life, "2025-09-01", 5000)
        life.did("2025-09-01", "client_seats", quantity=1000)
        attends(life, "2025-08-05", "2025-11-05", "2026-02-05")
        assert life.story("2026-04-02")[3:] == ["2026-04-02 review gold > gold"]

    def test_drops_one_level_per_year(self, gold):
        assert gold.story("2028-01-01")[3:] == [
            "2026-04-01 review gold > silver",
            "2027-04-01 review silver > bronze",
        ]


@pytest.mark.rule("B24-3.5")
class TestRequalification:
    @pytest.fixture
    def lost(self, silver) -> Life:
        """Silver lost on 10 March 2026."""
        assert silver.story("2026-03-10")[-1] == "2026-03-10 review silver > bronze"
        return silver

    def test_first_time_threshold_is_not_enough(self, lost):
        sells(lost, "2026-04-01", "4999.99")
        lost.did("2026-04-01", "client_seats", quantity=400)
        assert lost.level("2026-12-31") == "bronze"

    @pytest.mark.parametrize(("seats", "level"), [(399, "bronze"), (400, "silver")])
    def test_silver_again_with_5000_and_400_seats(self, lost, seats, level):
        sells(lost, "2026-04-01", 5000)
        lost.did("2026-04-02", "client_seats", quantity=seats)
        assert lost.level("2026-12-31") == level

    @pytest.mark.parametrize(("sold_on", "level"), [("2026-03-10", "bronze"), ("2026-03-11", "silver")])
    def test_sales_count_from_the_day_after_the_loss(self, lost, sold_on, level):
        sells(lost, sold_on, 5000)
        lost.did("2026-03-12", "client_seats", quantity=400)
        assert lost.level("2026-12-31") == level

    @pytest.mark.parametrize(("seats_on", "level"), [("2026-03-10", "bronze"), ("2026-03-11", "silver")])
    def test_seats_count_from_the_day_after_the_loss(self, lost, seats_on, level):
        lost.did(seats_on, "client_seats", quantity=400)
        sells(lost, "2026-03-12", 5000)
        assert lost.level("2026-12-31") == level

    def test_sales_of_twelve_months_only(self, lost):
        sells(lost, "2026-04-01", 2500)
        lost.did("2027-03-31", "client_seats", quantity=400)
        sells(lost, "2027-04-01", 2500)
        assert lost.level("2027-04-01") == "bronze"
        lost.did("2027-03-31", "sale", 2500)
        assert lost.level("2027-03-31") == "silver"

    @pytest.mark.rule("B24-3.3")
    def test_seats_are_not_required_before_2026(self):
        life = Life("bitrix24", "2023-12-01")
        becomes_silver(life, "2024-01-01")
        sells(life, "2025-02-01", 5000)
        assert life.story("2025-02-01")[2:] == [
            "2025-01-01 review silver > bronze",
            "2025-02-01 upgrade bronze > silver",
        ]

    def test_requalification_applies_once_a_level_was_lost(self, lost):
        sells(lost, "2026-04-01", 5000)
        lost.did("2026-04-01", "client_seats", quantity=400)
        assert lost.story("2027-04-01")[3:] == [
            "2026-04-01 upgrade bronze > silver",
            "2027-04-01 review silver > silver",
        ]
        assert lost.story("2028-04-01")[5:] == ["2028-04-01 review silver > bronze"]
        sells(lost, "2028-05-01", 2500)
        assert lost.level("2028-12-31") == "bronze"

    def test_a_gold_partner_that_missed_a_meeting_is_not_back_the_same_day(self, gold):
        sells(gold, "2025-09-01", 50_000)
        gold.did("2025-09-01", "client_seats", quantity=5000)
        gold.did("2026-04-01", "project")
        assert gold.level("2026-04-01") == "silver"

    @pytest.mark.parametrize(
        ("sold", "seats", "level"), [(15_000, 1000, "gold"), ("14999.99", 1000, "silver"), (15_000, 999, "silver")]
    )
    def test_gold_again_with_15000_and_1000_seats_and_no_meetings(self, gold, sold, seats, level):
        sells(gold, "2026-05-01", sold)
        gold.did("2026-05-01", "client_seats", quantity=seats)
        assert gold.level("2026-05-01") == level

    @pytest.mark.parametrize("missing", SILVER | GOLD)
    def test_other_keep_requirements_of_gold_apply_too(self, missing):
        life = Life("bitrix24", "2025-01-01", entry_level="gold")
        shows(life, "2025-02-01", SILVER | GOLD, without=missing)
        assert life.level("2026-01-01") == "silver"
        sells(life, "2026-02-01", 15_000)
        life.did("2026-02-01", "client_seats", quantity=1000)
        assert life.level("2026-02-01") == "silver"
        kind, attributes = (SILVER | GOLD)[missing]
        life.did("2026-02-01", kind, **attributes)
        assert life.level("2026-02-01") == "gold"
