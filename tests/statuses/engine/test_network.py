"""The 2015 affiliate network: score, specialists, the quality program."""

import pytest

from tests.statuses.engine.life import Life

PROGRAMS = ["1c-bitrix", "1c-bitrix-kz"]


@pytest.fixture(params=PROGRAMS)
def alice(request) -> Life:
    """A Business partner since 1 January 2015, in the network and in Kazakhstan's part of it."""
    return Life(request.param, "2015-01-01")


def certifies(life: Life, on: str, *people: str) -> None:
    for person in people:
        life.did(on, "certified", subject=person)


FOUR = ("Alice", "Bob", "Charlie", "Dana")


@pytest.mark.rule("NET-2", "NET-engine1")
class TestLevels:
    @pytest.mark.parametrize(
        ("projects", "people", "level"), [(2, 2, "certified"), (1, 2, "business"), (2, 1, "business")]
    )
    def test_certified_needs_100_points_and_two_specialists(self, alice, projects, people, level):
        certifies(alice, "2015-02-01", *FOUR[:people])
        for _ in range(projects):
            alice.did("2015-02-02", "project", quantity=1)
        assert alice.level("2015-02-02") == level

    @pytest.mark.parametrize(
        ("amount", "people", "audited", "level"),
        [
            (4000, 4, True, "gold"),
            ("3999.99", 4, True, "certified"),
            (4000, 3, True, "certified"),
            (5000, 4, False, "certified"),
        ],
    )
    def test_gold_needs_500_points_four_specialists_and_an_audited_project(self, alice, amount, people, audited, level):
        certifies(alice, "2015-02-01", *FOUR[:people])
        alice.did("2015-02-01", "sale", amount)
        if audited:
            alice.did("2015-02-02", "quality", subject="Shop of Alder")
        assert alice.level("2015-02-02") == level

    def test_same_specialist_counts_once(self, alice):
        certifies(alice, "2015-02-01", "Alice", "Alice")
        alice.did("2015-02-01", "sale", 1000)
        assert alice.level("2015-02-01") == "business"


@pytest.mark.rule("NET-engine1")
class TestReviews:
    @pytest.fixture
    def gold(self, alice) -> Life:
        """Gold since 1 February 2015."""
        certifies(alice, "2015-02-01", *FOUR)
        alice.did("2015-02-01", "quality", subject="Shop of Alder")
        alice.did("2015-02-01", "sale", 4000)
        return alice

    def test_kept_with_enough_points_in_the_last_year(self, gold):
        gold.did("2015-06-01", "sale", 5000)
        assert gold.story("2016-02-01")[3:] == ["2016-02-01 review gold > gold"]

    def test_score_is_required_again_but_not_the_audit(self, gold):
        assert gold.story("2018-01-01")[3:] == [
            "2016-02-01 review gold > certified",
            "2017-02-01 review certified > business",
        ]

    def test_only_one_level_down_even_if_the_next_is_not_met(self, gold):
        assert gold.points("2016-02-01") == 0
        assert gold.level("2016-02-01") == "certified"


@pytest.mark.rule("NET-3", "NET-engine2")
def test_score(alice):
    alice.did("2015-02-01", "project", quantity=1, category="shop", industry="retail")
    alice.did("2015-02-01", "technology", technology="composite")
    alice.did("2015-02-01", "quality", subject="Shop of Alder")
    alice.did("2015-02-01", "sale", "99.99")
    assert alice.points("2015-02-01") == 50 + 20 + 100 + 9
    assert alice.points("2016-01-31") == 179
    assert alice.points("2016-02-01") == 0
