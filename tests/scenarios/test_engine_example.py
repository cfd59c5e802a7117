"""The example of docs/engine.md, row by row."""

from pathlib import Path

import pytest

from tests.statuses.engine.bitrix24 import SILVER, shows
from tests.statuses.engine.life import Life, day, told


@pytest.fixture
def partner() -> Life:
    life = Life("bitrix24", "2025-01-10")
    shows(life, "2025-01-20", SILVER)
    life.did("2025-01-20", "nfr_claim", form="cloud")
    life.did("2025-02-03", "sale", 1800, subject="Birch")
    life.did("2025-03-10", "sale", 900, subject="Cedar")
    life.did("2025-09-15", "sale", "2655.50", subject="Birch")
    life.did("2025-12-01", "client_seats", quantity=250, subject="Cedar")
    life.did("2026-03-20", "sale", 3000, subject="Elm")
    life.did("2026-05-02", "client_seats", quantity=400, subject="Elm")
    life.did("2026-05-04", "sale", 2000, subject="Elm")
    return life


@pytest.mark.rule("B24-3.1.1a", "B24-3.1.2", "B24-3.4.1", "B24-3.5")
def test_levels(partner):
    assert partner.story("2026-12-31") == [
        "2025-01-10 acceptance - > bronze",
        "2025-03-10 upgrade bronze > silver",
        "2026-03-10 review silver > bronze",
        "2026-05-04 upgrade bronze > silver",
    ]


@pytest.mark.rule("B24-4.1", "B24-4.2a")
@pytest.mark.parametrize(
    ("on", "points"),
    [
        ("2025-03-10", 270),
        ("2025-09-15", 535),
        ("2026-02-02", 535),
        ("2026-02-03", 355),
        ("2026-03-10", 265),
        ("2026-05-04", 765),
    ],
)
def test_points(partner, on, points):
    assert partner.points(on) == points


@pytest.mark.rule("B24-3.3", "B24-3.4.1")
def test_the_gap_before_the_review(partner):
    explained = partner.explained("2026-01-15")
    missing = {found.requirement.code: (str(found.missing), found.by) for found in explained.term.findings}
    assert missing == {"sales": ("1444.50", day("2026-03-09")), "seats": ("150", day("2026-03-09"))}
    assert told(explained.outlook) == "2026-03-10 review silver > bronze"


@pytest.mark.rule("B24-3.5")
def test_the_gap_after_the_loss(partner):
    target = partner.explained("2026-03-20").target
    assert target.list == "requalify"
    assert {found.requirement.code: found.missing for found in target.findings if not found.met} == {
        "sales": 2000,
        "seats": 400,
    }


def test_the_document_has_the_same_numbers():
    """Makes sure that the document changes together with the example."""
    text = (Path(__file__).parents[2] / "docs" / "engine.md").read_text(encoding="utf-8")
    for figure in (
        "270 points",
        "1,444.50 of sales and 150 seats",
        "535 points become 355",
        "765 points",
        "2,000 and 400",
    ):
        assert figure in text
