"""The program's public page and the partner's table of benefits."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from portal.program.joining import steps
from portal.program.levels import level_tables
from programs.definition.load import load
from tests.cast import PRESETS

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def text_of(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def test_the_page_shows_levels_benefits_and_the_way_in(visit, program):
    page = text_of(visit().get("/"))
    for words in (
        "How to become a partner",
        "What each level gives",
        "What each level requires",
        "Questions and answers",
    ):
        assert words in page
    assert "Become a partner" in page


def test_a_partner_finds_the_own_level_in_the_table(visit, alice, career):
    page = visit(alice).get("/dashboard/benefits/").content.decode()
    assert page.count('<th scope="col" class="compare__here"') == 1
    named = re.findall(r'<td class="compare__here" data-label="([^"]+)"', page)
    assert named, "a phone has no head of columns: each cell names its level, and which is the own"
    assert set(named) == {"Silver · you"}


def test_a_step_lists_its_documents(visit, program):
    definition = load((PRESETS / "bitrix24.toml").read_text(encoding="utf-8"))
    step = steps(definition)[1]
    assert list(step.items) == ["Proof of registration", "Proof of the tax ID", "Proof of the legal address"]
    assert step.text.endswith("upload:")
    page = visit().get("/").content.decode()
    assert all(f"<li>{item}</li>" in page for item in step.items)


def test_the_page_has_no_text_of_the_file_in_another_language(visit, program):
    """Whatever joins texts of the file, like the requirements of the step "Start", must take the reader's words."""
    definition = load((PRESETS / "bitrix24.toml").read_text(encoding="utf-8"))
    german = definition.texts["de"]
    page = text_of(visit().get("/?lang=de"))
    assert "Danach haben Sie 90 Tage Zeit" in page
    foreign = [text for text, said in german.items() if len(text.split()) > 2 and text != said and text in page]
    assert foreign == []


@pytest.mark.parametrize("preset", sorted(path.stem for path in PRESETS.glob("*.toml")))
def test_every_preset_introduces_itself(preset):
    definition = load((PRESETS / f"{preset}.toml").read_text(encoding="utf-8"))
    assert definition.introduction
    assert definition.introduction.questions
    assert len(steps(definition)) >= 2
    for table in level_tables(definition):
        assert [column.level.name for column in table.columns]
        assert all(asked.name for column in table.columns for asked in column.asks)


@pytest.mark.rule("B24-3.1.1b")
def test_the_last_step_says_what_the_first_level_asks_and_what_happens_otherwise(visit, program):
    page = text_of(visit().get("/"))
    assert "You start as Bronze. You then have 90 days to:" in page
    assert "Otherwise you lose Bronze." in page
    html = visit().get("/").content.decode()
    for act in ("Complete the Partner Program Tutorial", "Claim your NFR cloud subscription"):
        assert f"<li>{act}</li>" in html


def test_what_has_to_be_done_is_said_in_the_language_of_the_page(visit, program):
    page = visit().get("/?lang=de").content.decode()
    assert "Danach haben Sie 90 Tage Zeit:" in page
    assert "<li>Die Einführung ins Partnerprogramm abschließen</li>" in page
    assert "Complete the Partner Program Tutorial" not in page


def test_the_page_says_how_points_are_earned_the_most_first(visit, program):
    page = text_of(visit().get("/"))
    assert "Each point counts for one year." in page
    most = page[page.index("How you earn points") : page.index("All ways to earn points")]
    assert most.index("1 point for every 10 of the amount") < most.index("2,000 points") < most.index("1,000 points")


@pytest.mark.rule("B24-3.1.1c")
def test_the_page_says_when_a_discount_starts(visit, program):
    page = text_of(visit().get("/"))
    said = "Bronze: the discount of 20% starts with: Partner Program Tutorial completed by one member."
    assert said in page


def test_the_page_says_what_keeps_a_level(visit, program):
    """A level that isn't reviewed is kept by nothing: its column has no such list."""
    page = text_of(visit().get("/"))
    assert page.count("To keep it each year") == 2
    assert "400 seats" in page


def test_a_level_without_first_days_says_only_where_partners_start():
    definition = load((PRESETS / "bitrix-2011.toml").read_text(encoding="utf-8"))
    assert "Otherwise" not in steps(definition)[-1].text


def test_the_dashboard_is_not_sold_as_a_benefit_of_higher_levels(visit, program):
    page = text_of(visit().get("/"))
    assert "Partner portal" not in page
    assert "Access to partnerportal.bitrix24.com" in page
