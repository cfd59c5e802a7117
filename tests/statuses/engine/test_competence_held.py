"""What counts only while the competence is held: its points, Gold kept through the term, and two terms."""

import pytest

from tests.statuses.engine.competence import TRACK, decided, gold_partner, renews, second_year
from tests.statuses.engine.life import Life


@pytest.fixture
def alice() -> Life:
    return gold_partner()


@pytest.fixture
def base(alice) -> Life:
    """Base since 1 March 2023."""
    decided(alice, "2023-03-01", "base")
    return alice


@pytest.mark.rule("KKV-6.1")
def test_competence_points_are_separate_and_expire_after_a_year(base):
    before = base.points("2023-03-02")
    base.did("2023-03-02", "enterprise_sale", 12_345)
    base.did("2023-03-02", "enterprise_project")
    base.did("2023-03-02", "marketing", topic="enterprise")
    assert base.points("2023-03-02", TRACK) == 1234 + 50 + 100
    assert base.points("2023-03-02") == before + 1234 + 50
    assert base.points("2024-03-01", TRACK) == 1384
    assert base.points("2024-03-02", TRACK) == 0


@pytest.mark.rule("KKV-engine2")
@pytest.mark.parametrize(("on", "earned"), [("2023-02-28", 0), ("2023-03-01", 0), ("2023-03-02", 100)])
def test_competence_points_are_earned_from_the_day_after_the_decision(base, on, earned):
    """The competence is held at the opening of the day; main points are earned on any day."""
    before = base.points(on)
    base.did(on, "enterprise_sale", 1000)
    assert base.points(on, TRACK) == earned
    assert base.points(on) == before + 100


@pytest.mark.rule("KKV-engine2")
def test_competence_points_end_with_the_competence(base):
    """Annulled on 1 March 2024, because nothing was sold; what was earned before still counts for its year."""
    base.did("2023-06-01", "enterprise_project")
    base.did("2024-03-01", "enterprise_project")
    assert base.level("2024-03-01", TRACK) == ""
    assert base.points("2024-03-01", TRACK) == 50
    assert base.points("2024-03-01") >= 50


@pytest.mark.rule("KKV-engine3", "KKV-4.5a")
class TestGoldIsKept:
    """The window of the first review of Base is from 1 March 2023 to 29 February 2024."""

    @pytest.mark.parametrize(
        ("lost", "regained", "after"),
        [
            ("2023-06-01", "2023-06-02", "-"),
            ("2023-03-01", "2023-03-02", "-"),
            ("2024-02-28", "2024-02-29", "-"),
            ("2023-02-01", "2023-02-02", "base"),
        ],
    )
    def test_gold_lost_on_a_day_of_the_term_annuls_although_it_is_back(self, base, lost, regained, after):
        renews(base, 2024)
        base.decided(lost, "certified", kind="penalty")
        base.decided(regained, "gold")
        assert base.level("2024-02-29") == "gold"
        assert base.story("2024-03-01", TRACK)[-1] == f"2024-03-01 review base > {after}"

    def test_a_loss_of_another_level_is_none(self, alice):
        """Gold is entered from Business within the term: it was not lost."""
        life = Life("1c-bitrix-kz", "2023-02-01")
        decided(life, "2023-03-01", "base")
        life.decided("2023-05-01", "gold")
        renews(life, 2024)
        assert life.story("2024-03-01", TRACK)[-1] == "2024-03-01 review base > base"

    def test_the_verdict_names_the_day_of_the_loss(self, base):
        renews(base, 2024)
        base.decided("2023-06-01", "certified", kind="penalty")
        base.decided("2023-06-02", "gold")
        change = [change for change in base.at("2024-03-01").changes if change.track == TRACK][-1]
        status = next(found for found in change.verdict()["findings"] if found["code"] == "status")
        assert (status["met"], status["note"]) == (False, ["gold", "2023-06-01"])


@pytest.mark.rule("KKV-engine3")
@pytest.mark.parametrize(("on", "after"), [("2024-02-29", "-"), ("2024-03-01", "base")])
def test_two_terms_begin_on_the_date_of_the_review_two_years_before(on, after):
    """The second review is on 1 March 2026: the leap day of 2024 lies before its two terms."""
    life = Life("1c-bitrix-kz", "2024-01-01", entry_level="gold")
    for person in ("Alice", "Bob", "Charlie", "Dana"):
        life.did("2024-01-01", "certified", subject=person)
    life.did("2024-01-01", "quality", subject="Shop")
    for day_of_sale in ("2024-12-01", "2025-12-01"):
        life.did(day_of_sale, "sale", 6000)
    decided(life, "2024-03-01", "base")
    renews(life, 2025)
    renews(life, 2026)
    second_year(life, on)
    assert life.level("2026-03-01") == "gold"
    assert life.story("2026-03-01", TRACK)[-1] == f"2026-03-01 review base > {after}"


@pytest.mark.rule("KKV-engine1")
def test_only_the_last_recorded_decision_of_a_day_is_made(alice):
    """Neither the first decision nor the fall between the two is in the partner's history."""
    decided(alice, "2023-03-01", "extended")
    decided(alice, "2023-03-01", "base")
    assert alice.story("2023-03-01", TRACK) == ["2023-03-01 exception - > base"]
    assert alice.at("2023-03-01").states[TRACK].lost == {}
