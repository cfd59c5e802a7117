"""Kazakhstan's "large enterprise implementations" competence: a second track next to the partner status."""

import pytest

from tests.statuses.engine.life import Life, day

TRACK = "enterprise"


def renews(life: Life, year: int, *, without: str = "", requested: str = "02-15") -> None:
    """Meet the yearly confirmation of Base on 1 March."""
    if without != "sale":
        life.did(f"{year - 1}-06-01", "enterprise_sale", 10)
    if without != "request":
        life.did(f"{year}-{requested}", "renewal_request")


def second_year(life: Life, on: str, *, without: str = "") -> None:
    """Meet what every second review also requires."""
    if without != "size":
        life.did(on, "document", document="size")
    if without != "project":
        life.did(on, "enterprise_project", subject="Bank of Alder", category="portal", industry="finance")
    if without != "marketing":
        life.did(on, "marketing", topic="enterprise")


def shines(life: Life, on: str, *, without: str = "", attested: tuple[str, ...] = ("Alice", "Bob")) -> None:
    """Meet what Extended also requires."""
    for person in attested:
        life.did(on, "attested", subject=person)
    if without != "publication":
        life.did(on, "publication", subject="https://example.org/article")


def decided(life: Life, on: str, level: str) -> None:
    life.did(on, "decision", track=TRACK, level=level)


@pytest.fixture
def alice() -> Life:
    """Gold on the main track from 1 January 2022 to 2026."""
    life = Life("1c-bitrix-kz", "2022-01-01")
    for person in ("Alice", "Bob", "Charlie", "Dana"):
        life.did("2022-01-01", "certified", subject=person)
    life.did("2022-01-01", "quality", subject="Shop")
    life.did("2022-01-01", "sale", 5000)
    for on in ("2022-12-01", "2023-12-01", "2024-12-01", "2025-12-01"):
        life.did(on, "sale", 5000)
    return life


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
