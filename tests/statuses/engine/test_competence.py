"""Kazakhstan's "large enterprise implementations" competence: a second track next to the partner status."""

import pytest

from tests.statuses.engine.competence import TRACK, decided, gold_partner, renews, second_year, shines
from tests.statuses.engine.life import Life, day


@pytest.fixture
def alice() -> Life:
    return gold_partner()


@pytest.fixture
def base(alice) -> Life:
    """Base since 1 March 2023."""
    decided(alice, "2023-03-01", "base")
    return alice


@pytest.fixture
def extended(alice) -> Life:
    """Extended since 1 March 2023."""
    decided(alice, "2023-03-01", "extended")
    return alice


@pytest.mark.rule("KKV-engine1", "KKV-3")
class TestEntering:
    def test_by_decision_only(self, alice):
        renews(alice, 2023)
        second_year(alice, "2022-06-01")
        shines(alice, "2022-06-01")
        assert alice.story("2026-01-01", TRACK) == []

    def test_base_then_extended_by_decision(self, base):
        shines(base, "2023-04-01")
        assert base.level("2023-12-31", TRACK) == "base"
        decided(base, "2023-05-01", "extended")
        assert base.story("2023-12-31", TRACK) == [
            "2023-03-01 exception - > base",
            "2023-05-01 exception base > extended",
        ]
        assert base.at("2023-12-31").states[TRACK].review_on == day("2024-05-01")

    @pytest.mark.parametrize("order", [("base", "extended"), ("extended", "base")])
    def test_the_last_recorded_of_two_decisions_on_one_day_stands(self, alice, order):
        for level in order:
            decided(alice, "2023-03-01", level)
        assert alice.level("2023-03-01", TRACK) == order[-1]

    def test_the_verdict_names_the_activity(self, base):
        change = next(change for change in base.at("2023-03-01").changes if change.track == TRACK)
        assert change.verdict()["activity"] == change.fact_id == base.facts[-1].id


@pytest.mark.rule("KKV-4.5a", "KKV-4.4", "KKV-engine3")
class TestFirstReviewOfBase:
    def test_confirmed_for_another_year(self, base):
        renews(base, 2024)
        assert base.story("2024-03-01", TRACK)[1:] == ["2024-03-01 review base > base"]

    @pytest.mark.parametrize("missing", ["sale", "request"])
    def test_annulled_without(self, base, missing):
        renews(base, 2024, without=missing)
        assert base.story("2030-01-01", TRACK)[1:] == ["2024-03-01 review base > -"]

    @pytest.mark.parametrize(
        ("requested", "after"), [("01-01", "base"), ("02-16", "base"), ("02-17", "-"), ("02-29", "-"), ("03-01", "-")]
    )
    def test_the_request_is_due_14_days_before_the_day_of_the_review(self, base, requested, after):
        """The review is on 1 March 2024; 14 days before is 16 February in this leap year."""
        renews(base, 2024, requested=requested)
        assert base.story("2024-03-01", TRACK)[1:] == [f"2024-03-01 review base > {after}"]

    @pytest.mark.parametrize(
        ("on", "after"), [("2023-02-28", "base"), ("2023-03-01", "-"), ("2024-02-29", "-"), ("2024-03-01", "base")]
    )
    def test_a_violation_in_the_year_annuls(self, base, on, after):
        renews(base, 2024)
        base.did(on, "violation")
        assert base.story("2024-03-01", TRACK)[1:] == [f"2024-03-01 review base > {after}"]

    @pytest.mark.parametrize(("on", "after"), [("2023-02-28", "-"), ("2023-03-01", "base"), ("2024-03-01", "-")])
    def test_an_enterprise_sale_in_the_past_period(self, base, on, after):
        renews(base, 2024, without="sale")
        base.did(on, "enterprise_sale", 10)
        assert base.story("2024-03-01", TRACK)[1:] == [f"2024-03-01 review base > {after}"]

    def test_gold_on_the_main_track_at_the_opening(self, base):
        renews(base, 2024)
        base.decided("2024-02-29", "certified", kind="penalty")
        assert base.story("2024-03-01", TRACK)[1:] == ["2024-03-01 review base > -"]

    @pytest.mark.rule("KKV-engine4")
    def test_the_main_track_is_decided_first_on_the_same_day(self, alice):
        """Both reviews are on 1 January 2025; losing Gold that morning also costs the competence."""
        life = Life("1c-bitrix-kz", "2024-01-01", entry_level="gold")
        decided(life, "2024-01-01", "base")
        renews(life, 2025, requested="01-01")
        life.did("2024-12-01", "renewal_request")
        assert [f"{c.track} {c.cause} {c.after}" for c in life.at("2025-01-01").changes[2:]] == [
            "status review certified",
            "enterprise review ",
        ]


@pytest.mark.rule("KKV-4.5b", "KKV-engine3")
class TestSecondReviewOfBase:
    @pytest.fixture
    def confirmed(self, base) -> Life:
        """Confirmed once, on 1 March 2024; the second review is on 1 March 2025."""
        renews(base, 2024)
        renews(base, 2025)
        return base

    def test_confirmed_with_size_project_and_marketing(self, confirmed):
        second_year(confirmed, "2024-06-01")
        assert confirmed.story("2025-03-01", TRACK)[2:] == ["2025-03-01 review base > base"]

    @pytest.mark.parametrize("missing", ["size", "project", "marketing"])
    def test_annulled_without(self, confirmed, missing):
        second_year(confirmed, "2024-06-01", without=missing)
        assert confirmed.story("2025-03-01", TRACK)[2:] == ["2025-03-01 review base > -"]

    @pytest.mark.parametrize(
        ("on", "after"), [("2023-02-28", "-"), ("2023-03-01", "base"), ("2025-02-28", "base"), ("2025-03-01", "-")]
    )
    def test_window_is_the_last_two_years(self, confirmed, on, after):
        second_year(confirmed, on)
        assert confirmed.story("2025-03-01", TRACK)[2:] == [f"2025-03-01 review base > {after}"]

    def test_the_third_review_does_not_ask_for_them_and_the_fourth_does(self, confirmed):
        second_year(confirmed, "2023-06-01")
        renews(confirmed, 2026)
        assert confirmed.story("2026-03-01", TRACK)[3:] == ["2026-03-01 review base > base"]
        for on in ("2026-12-01", "2027-01-05"):
            confirmed.did(on, "sale", 5000)
        renews(confirmed, 2027)
        assert confirmed.story("2027-03-01", TRACK)[4:] == ["2027-03-01 review base > -"]

    def test_new_decision_restarts_the_review_count(self, confirmed):
        decided(confirmed, "2024-12-01", "base")
        confirmed.did("2025-01-15", "enterprise_sale", 10)
        confirmed.did("2025-11-01", "renewal_request")
        assert confirmed.story("2025-12-01", TRACK)[3:] == ["2025-12-01 review base > base"]


@pytest.mark.rule("KKV-4.6", "KKV-4.10", "KKV-engine4")
class TestExtended:
    def test_confirmed_with_two_attested_and_a_publication(self, extended):
        renews(extended, 2024)
        shines(extended, "2023-09-01")
        assert extended.story("2024-03-01", TRACK)[1:] == ["2024-03-01 review extended > extended"]

    @pytest.mark.parametrize(
        "short",
        [{"attested": ("Alice",)}, {"attested": ("Alice", "Alice")}, {"attested": ()}, {"without": "publication"}],
    )
    def test_falls_to_base(self, extended, short):
        renews(extended, 2024)
        shines(extended, "2023-09-01", **short)
        assert extended.story("2024-03-01", TRACK)[1:] == ["2024-03-01 review extended > base"]

    def test_attestation_lasts_and_publication_must_be_recent(self, extended):
        renews(extended, 2024)
        shines(extended, "2022-09-01")
        assert extended.story("2024-03-01", TRACK)[1:] == ["2024-03-01 review extended > base"]
        extended.did("2023-03-01", "publication")
        assert extended.story("2024-03-01", TRACK)[1:] == ["2024-03-01 review extended > extended"]

    def test_annulled_when_base_is_not_met_either(self, extended):
        renews(extended, 2024, without="request")
        shines(extended, "2023-09-01")
        assert extended.story("2024-03-01", TRACK)[1:] == ["2024-03-01 review extended > -"]

    def test_verdict_of_a_downgrade_covers_both_lists(self, extended):
        renews(extended, 2024)
        verdict = extended.at("2024-03-01").changes[-1].verdict()
        assert {found["code"] for found in verdict["findings"] if not found["met"]} == {"attested", "publication"}
        assert all(found["met"] for found in verdict["fallback"])

    def test_after_downgrade_to_base_the_second_review_uses_the_base_list(self, extended):
        renews(extended, 2024)
        renews(extended, 2025)
        assert extended.story("2025-03-01", TRACK)[1:] == [
            "2024-03-01 review extended > base",
            "2025-03-01 review base > -",
        ]
