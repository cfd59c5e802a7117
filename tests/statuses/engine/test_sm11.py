"""Site Manager 11: levels by points per edition and course certificates across the company."""

import pytest

from tests.statuses.engine.life import Life

COURSES = ("system_administration", "integration", "installing_configuring")


@pytest.fixture
def alice() -> Life:
    """A Business partner since 1 January 2012."""
    return Life("bitrix-sm11", "2012-01-01")


def passes(life: Life, on: str, *people: str, courses: tuple[str, ...] = COURSES) -> None:
    for person in people:
        for course in courses:
            life.did(on, "course", subject=person, course=course)


def sells(life: Life, on: str, quantity: int, edition: str) -> None:
    life.did(on, "sale", quantity=quantity, edition=edition, subject="Alder")


SOLD, OPENED = "sale", "project"
FIVE_WAYS = [
    [(SOLD, "enterprise", 2), (SOLD, "professional", 1), (SOLD, "start", 1)],
    [(SOLD, "enterprise", 1), (SOLD, "start", 1), (OPENED, "enterprise", 1), (OPENED, "professional", 1)],
    [(SOLD, "start", 25)],
    [(SOLD, "standard", 10)],
    [(SOLD, "enterprise", 1), (OPENED, "enterprise", 3)],
]


@pytest.mark.rule("BSM-points3", "BSM-up")
@pytest.mark.parametrize("way", FIVE_WAYS)
def test_five_ways_to_certified(alice, way):
    passes(alice, "2012-02-01", "Alice")
    for kind, edition, quantity in way:
        alice.did("2012-03-01", kind, quantity=quantity, edition=edition)
    assert alice.story("2012-12-31")[1:] == ["2012-03-01 upgrade business > certified"]


@pytest.mark.rule("BSM-up", "BSM-engine2")
class TestCertificates:
    @pytest.mark.parametrize("missing", COURSES)
    def test_certified_needs_each_of_three(self, alice, missing):
        sells(alice, "2012-02-01", 25, "start")
        passes(alice, "2012-02-01", "Alice", courses=tuple(course for course in COURSES if course != missing))
        assert alice.level("2012-02-01") == "business"
        passes(alice, "2012-02-02", "Bob", courses=(missing,))
        assert alice.level("2012-02-02") == "certified"

    def test_number_of_specialists_does_not_matter(self, alice):
        sells(alice, "2012-02-01", 25, "start")
        for person, course in zip(("Alice", "Bob", "Charlie"), COURSES, strict=True):
            passes(alice, "2012-02-01", person, courses=(course,))
        assert alice.level("2012-02-01") == "certified"

    def test_gold_needs_two_of_each_and_two_of_multisite(self, alice):
        sells(alice, "2012-02-01", 100, "start")
        passes(alice, "2012-02-01", "Alice", "Bob")
        passes(alice, "2012-02-01", "Alice", courses=("multisite",))
        assert alice.level("2012-02-01") == "certified"
        passes(alice, "2012-02-02", "Alice", courses=("multisite",))
        assert alice.level("2012-02-02") == "certified"
        passes(alice, "2012-02-03", "Charlie", courses=("multisite",))
        assert alice.level("2012-02-03") == "gold"

    def test_certificates_do_not_expire(self, alice):
        passes(alice, "2012-02-01", "Alice")
        sells(alice, "2022-02-01", 25, "start")
        assert alice.level("2022-02-01") == "certified"


@pytest.mark.rule("BSM-up")
@pytest.mark.parametrize(("licences", "level"), [(24, "business"), (25, "certified"), (99, "certified"), (100, "gold")])
def test_thresholds_of_500_and_2000(alice, licences, level):
    passes(alice, "2012-02-01", "Alice", "Bob", courses=(*COURSES, "multisite"))
    sells(alice, "2012-03-01", licences, "start")
    assert alice.level("2012-03-01") == level


@pytest.mark.rule("BSM-points4")
def test_points_are_active_for_one_year(alice):
    sells(alice, "2012-03-01", 25, "start")
    assert alice.points("2013-02-28") == 500
    assert alice.points("2013-03-01") == 0


@pytest.mark.rule("BSM-points1", "BSM-extra", "BSM-engine1")
def test_activities_that_earn_points(alice):
    alice.did("2012-02-01", "addon", "1999.99")
    assert alice.points("2012-02-01") == 199
    alice.did("2012-02-02", "extra", quantity=120, subject="Seminar")
    assert alice.points("2012-02-02") == 199 + 120
    alice.did("2012-02-03", "project", quantity=3, edition="premium", published="false")
    assert alice.points("2012-02-03") == 199 + 120 + 3 * 639


@pytest.mark.rule("BSM-engine3")
class TestReviews:
    @pytest.fixture
    def gold(self, alice) -> Life:
        """Gold since 1 February 2012."""
        passes(alice, "2012-02-01", "Alice", "Bob", courses=(*COURSES, "multisite"))
        sells(alice, "2012-02-01", 100, "start")
        return alice

    @pytest.mark.parametrize(
        ("sold_on", "after"), [("2012-02-02", "gold"), ("2013-01-31", "gold"), ("2013-02-01", "certified")]
    )
    def test_review_uses_points_active_at_the_opening(self, gold, sold_on, after):
        sells(gold, sold_on, 100, "start")
        assert gold.story("2013-02-01")[3] == f"2013-02-01 review gold > {after}"

    def test_points_of_the_upgrade_day_expire_a_year_later(self, gold):
        assert gold.story("2015-01-01")[3:] == [
            "2013-02-01 review gold > certified",
            "2014-02-01 review certified > business",
        ]

    def test_no_other_list_after_a_loss(self, gold):
        assert gold.level("2013-02-01") == "certified"
        sells(gold, "2013-02-01", 100, "start")
        assert gold.story("2013-02-01")[4:] == ["2013-02-01 upgrade certified > gold"]

    def test_business_is_not_reviewed(self, alice):
        assert alice.story("2030-01-01") == ["2012-01-01 acceptance - > business"]
