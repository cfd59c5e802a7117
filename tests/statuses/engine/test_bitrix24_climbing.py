"""Bronze, Silver and Gold of the 2026 program: acceptance, the first 90 days, upgrades."""

import pytest

from tests.statuses.engine.bitrix24 import GOLD, SILVER, becomes_gold, becomes_silver, sells, shows
from tests.statuses.engine.life import Life, day


@pytest.fixture
def alice() -> Life:
    """Accepted on 10 January 2025."""
    return Life("bitrix24", "2025-01-10")


@pytest.mark.rule("B24-3.1.1a", "B24-1.3a")
def test_acceptance_makes_a_partner_bronze(alice):
    assert alice.story("2025-01-10") == ["2025-01-10 acceptance - > bronze"]
    assert alice.level("2025-01-09") == ""


def test_a_partner_may_enter_at_a_higher_level():
    life = Life("bitrix24", "2025-01-10", entry_level="silver")
    assert life.story("2025-06-30") == ["2025-01-10 acceptance - > silver"]
    assert life.at("2025-06-30").states["status"].review_on == day("2026-01-10")


@pytest.mark.rule("B24-3.1.1b", "B24-1.3a")
class TestNinetyDays:
    """Accepted on S: days S to S + 90 count, and the day after decides."""

    LAST, DECIDES = "2025-04-10", "2025-04-11"

    @pytest.mark.parametrize("on", ["2025-01-10", "2025-02-01", LAST])
    def test_kept_with_tutorial_and_nfr_in_time(self, alice, on):
        alice.did(on, "course", course="tutorial")
        alice.did(on, "nfr_claim", form="cloud")
        assert alice.level("2026-12-31") == "bronze"

    @pytest.mark.parametrize(
        "done",
        [
            [],
            [("course", {"course": "tutorial"})],
            [("nfr_claim", {"form": "cloud"})],
            [("course", {"course": "sales"}), ("nfr_claim", {"form": "cloud"})],
            [("course", {"course": "tutorial"}), ("nfr_claim", {"form": "on_premise"})],
        ],
    )
    def test_cancelled_without_both(self, alice, done):
        for kind, attributes in done:
            alice.did("2025-02-01", kind, **attributes)
        assert alice.level(self.LAST) == "bronze"
        assert alice.story(self.DECIDES)[1:] == [f"{self.DECIDES} grace bronze > -"]

    def test_the_day_after_is_too_late(self, alice):
        alice.did(self.DECIDES, "course", course="tutorial")
        alice.did(self.DECIDES, "nfr_claim", form="cloud")
        assert alice.story("2026-12-31")[1:] == [f"{self.DECIDES} grace bronze > -"]

    def test_a_partner_that_climbed_is_not_cancelled(self, alice):
        shows(alice, "2025-02-01", SILVER)
        sells(alice, "2025-02-01", 2500)
        assert alice.level("2025-12-31") == "silver"

    def test_a_cancelled_partner_does_not_climb(self, alice):
        becomes_silver(alice, "2025-05-01")
        assert alice.level("2025-12-31") == ""

    def test_a_partner_admitted_again_has_ninety_days_again(self, alice):
        alice.decided("2025-05-01", "bronze")
        assert alice.story("2026-12-31")[1:] == [
            "2025-04-11 grace bronze > -",
            "2025-05-01 exception - > bronze",
            "2025-07-31 grace bronze > -",
        ]


@pytest.mark.rule("B24-3.1.2", "B24-up")
class TestSilver:
    def test_reached_on_the_day_the_last_requirement_is_met(self, alice):
        shows(alice, "2025-02-01", SILVER, without="social")
        sells(alice, "2025-02-10", 2500)
        alice.did("2025-03-05", "evidence", evidence="social")
        assert alice.story("2025-12-31")[1:] == ["2025-03-05 upgrade bronze > silver"]

    @pytest.mark.parametrize("missing", SILVER)
    def test_not_reached_without(self, alice, missing):
        alice.did("2025-02-01", "nfr_claim", form="cloud")
        alice.did("2025-02-01", "course", course="tutorial") if missing != "tutorial" else None
        shows(alice, "2025-02-01", SILVER, without=missing)
        sells(alice, "2025-02-01", 2500)
        assert alice.level("2025-03-01") == "bronze"

    @pytest.mark.rule("B24-3.1q")
    @pytest.mark.parametrize(("total", "level"), [("2499.99", "bronze"), ("2500.00", "silver")])
    def test_sales_of_2500(self, alice, total, level):
        shows(alice, "2025-02-01", SILVER)
        sells(alice, "2025-02-01", total)
        assert alice.level("2025-02-01") == level

    @pytest.mark.parametrize(
        ("clients", "level"),
        [(["Alder", "Birch"], "silver"), (["Alder", "Alder"], "bronze"), (["Alder", " alder"], "bronze")],
    )
    def test_two_sales_to_two_different_clients(self, alice, clients, level):
        shows(alice, "2025-02-01", SILVER)
        for client in clients:
            alice.did("2025-02-01", "sale", 5000, subject=client)
        assert alice.level("2025-02-01") == level

    @pytest.mark.parametrize(("second_sale", "level"), [("2026-01-14", "silver"), ("2026-01-15", "bronze")])
    def test_the_two_sales_lie_in_the_same_twelve_months(self, alice, second_sale, level):
        alice.did("2025-01-15", "nfr_claim", form="cloud")
        shows(alice, "2025-01-15", SILVER)
        alice.did("2025-01-15", "sale", 100, subject="Alder")
        alice.did(second_sale, "sale", 5000, subject="Birch")
        assert alice.level(second_sale) == level

    def test_a_sale_without_a_client_is_not_to_a_different_one(self, alice):
        shows(alice, "2025-02-01", SILVER)
        alice.did("2025-02-01", "sale", 5000, subject="Alder")
        alice.did("2025-02-01", "sale", 5000)
        assert alice.level("2025-02-01") == "bronze"

    @pytest.mark.parametrize(
        ("second_sale", "level"), [("2026-01-14", "silver"), ("2026-01-15", "bronze"), ("2026-01-16", "bronze")]
    )
    def test_twelve_months_exclude_the_same_date_a_year_before(self, alice, second_sale, level):
        alice.did("2025-01-15", "nfr_claim", form="cloud")
        shows(alice, "2025-01-15", SILVER)
        alice.did("2025-01-15", "sale", 1250, subject="Alder")
        alice.did(second_sale, "sale", 1250, subject="Birch")
        assert alice.level(second_sale) == level

    @pytest.mark.parametrize(("second_sale", "level"), [("2025-02-28", "silver"), ("2025-03-01", "bronze")])
    def test_a_sale_of_29_february_counts_through_28_february(self, second_sale, level):
        life = Life("bitrix24", "2024-02-01")
        life.did("2024-02-10", "nfr_claim", form="cloud")
        shows(life, "2024-02-10", SILVER)
        life.did("2024-02-29", "sale", 1250, subject="Alder")
        life.did(second_sale, "sale", 1250, subject="Birch")
        assert life.level(second_sale) == level

    def test_activities_before_acceptance_count(self):
        life = Life("bitrix24", "2025-01-10")
        becomes_silver(life, "2025-01-05")
        assert life.story("2025-01-10") == [
            "2025-01-10 acceptance - > bronze",
            "2025-01-10 upgrade bronze > silver",
        ]


@pytest.mark.rule("B24-3.1.3", "B24-up")
class TestGold:
    @pytest.fixture
    def silver(self, alice) -> Life:
        """Silver since 1 February 2025."""
        becomes_silver(alice, "2025-02-01")
        return alice

    def test_reached_on_the_day_the_last_requirement_is_met(self, silver):
        shows(silver, "2025-03-01", GOLD)
        sells(silver, "2025-04-01", 10_000)
        assert silver.story("2025-12-31")[2:] == ["2025-04-01 upgrade silver > gold"]

    @pytest.mark.parametrize("missing", GOLD)
    def test_not_reached_without(self, silver, missing):
        shows(silver, "2025-03-01", GOLD, without=missing)
        sells(silver, "2025-03-01", 10_000)
        assert silver.level("2025-12-31") == "silver"

    def test_client_testimonial_replaces_a_case_study(self, silver):
        shows(silver, "2025-03-01", GOLD, without="case_study")
        sells(silver, "2025-03-01", 10_000)
        silver.did("2025-03-02", "evidence", evidence="testimonial")
        assert silver.level("2025-03-02") == "gold"

    @pytest.mark.parametrize("withdrawn", ["website", "social", "first_line", "tutorial", "sales_course"])
    def test_evidence_for_silver_is_still_required(self, withdrawn):
        life = Life("bitrix24", "2025-01-10", entry_level="silver")
        shows(life, "2025-02-01", SILVER, without=withdrawn)
        becomes_gold(life, "2025-03-01")
        assert life.level("2025-12-31") == "silver"

    @pytest.mark.parametrize(("total", "level"), [("9999.99", "silver"), ("10000", "gold")])
    def test_sales_of_10000(self, silver, total, level):
        shows(silver, "2025-03-01", GOLD)
        sells(silver, "2025-03-01", total)
        assert silver.level("2025-03-01") == level

    @pytest.mark.rule("B24-3.1.3q")
    @pytest.mark.parametrize(
        ("sold_on", "level"), [("2025-01-31", "silver"), ("2025-02-01", "silver"), ("2025-02-02", "gold")]
    )
    def test_only_sales_on_days_after_silver_was_reached_count(self, silver, sold_on, level):
        shows(silver, "2025-03-01", GOLD)
        sells(silver, sold_on, 10_000)
        assert silver.level("2025-06-30") == level

    @pytest.mark.rule("B24-3.1.3q")
    def test_sales_window_is_rolling(self, silver):
        shows(silver, "2025-03-01", GOLD)
        silver.did("2025-03-01", "client_seats", quantity=400)
        sells(silver, "2025-03-01", 5_000)
        sells(silver, "2026-01-15", 1_000)
        sells(silver, "2026-03-01", 4_000)
        assert silver.level("2026-03-01") == "silver"
        silver.did("2026-02-28", "sale", 1_000)
        assert silver.level("2026-02-28") == "silver"
        silver.did("2026-02-28", "sale", 3_000)
        assert silver.level("2026-02-28") == "gold"

    def test_no_level_is_skipped(self, alice):
        shows(alice, "2025-02-01", SILVER | GOLD)
        sells(alice, "2025-02-01", 50_000)
        assert alice.story("2025-02-01")[1:] == ["2025-02-01 upgrade bronze > silver"]


@pytest.mark.rule("B24-up")
def test_activities_without_level_count_on_readmission(alice):
    """Cancelled after 90 days; meets all of Silver's requirements before a manager admits the partner again."""
    alice.did("2025-01-20", "sale", 2500, subject="Alder")
    shows(alice, "2025-05-01", SILVER)
    alice.did("2025-05-01", "sale", 10, subject="Birch")
    alice.decided("2025-06-01", "bronze")
    assert alice.story("2025-06-01")[1:] == [
        "2025-04-11 grace bronze > -",
        "2025-06-01 exception - > bronze",
        "2025-06-01 upgrade bronze > silver",
    ]
