"""A program's rules in words: as a whole, and as changes."""

import pytest
from django.utils import translation

from programs.definition.load import load
from programs.prose import changes, pages
from programs.prose.earning import earning_words
from tests.programs.files import SMALL, changed, preset
from tests.programs.test_presets import NAMES

MORE = """
[clients.referral]
clause = "C-8"
window_days = 90

[[agreements]]
clause = "C-9"
code = "terms"
name = "Terms"
version = "1"
"""


def diff(name: str, *edits: tuple[str, str]) -> list[str]:
    """Return the changes made by editing a preset, in words."""
    before = after = preset(name)
    for old, new in edits:
        after = changed(after, old, new)
    return changes(load(before), load(after))


def test_a_threshold_change_names_level_use_and_clause():
    assert diff("bitrix24", ('at_least = 5000, window = "term"', 'at_least = 6000, window = "term"')) == [
        "Silver: Sales in the year under review, for review: 5,000 -> 6,000 (B24-3.1.2)"
    ]


def test_other_changes_in_words():
    found = diff(
        "bitrix24",
        ("days = 90", "days = 60"),
        ("percent = 40", "percent = 35"),
        ("points = 250", "points = 300"),
        ('name = "Gold"', 'name = "Platinum"'),
        *[('"Gold" = ', '"Platinum" = ')] * 6,  # the name in other languages
        ("notice_days = 10", "notice_days = 30"),
    )
    assert [line for line in found if not line.startswith("texts: ")] == [
        "points: case_study: 250 -> 300 (B24-4.1)",
        "Bronze: grace: days: 90 -> 60 (B24-3.1.1b)",
        "Silver: benefits: discount: percent: 40 -> 35 (B24-3.1.2)",
        "Platinum: name: Gold -> Platinum (B24-3.1.3)",
        "store: price changes: notice days: 10 -> 30 (B24-2.1.2b)",
    ]
    assert "texts: de: no longer: Gold" in found


def test_added_and_removed_parts_in_words():
    line = next(line for line in preset("bitrix24").splitlines() if 'code = "social"' in line)
    new = line.replace('"social"', '"podcast"', 1).replace("Products endorsed in social networks", "A podcast")
    assert diff("bitrix24", (line, new)) == [
        "Silver: to reach it: no longer: Products endorsed in social networks: at least 1 (B24-3.1.2)",
        "Silver: to reach it: new: A podcast: at least 1 (B24-3.1.2)",
    ]


def test_a_changed_order_of_levels_in_words():
    third = '[[tracks.levels]]\nclause = "C-7"\ncode = "third"\nname = "Third"\n\n'
    before = changed(SMALL, '[[tracks.levels]]\nclause = "C-5"', third + '[[tracks.levels]]\nclause = "C-5"')
    after = changed(SMALL, "[[sites]]", third + "[[sites]]")
    assert changes(load(before), load(after)) == ["the order first, third, second -> first, second, third (C-3)"]


def test_a_new_part_is_described_piece_by_piece():
    before = SMALL
    after = (
        SMALL
        + """
[clients.referral]
clause = "C-8"
window_days = 90

[[agreements]]
clause = "C-9"
code = "terms"
name = "Terms"
version = "1"
"""
    )
    told = ["agreements: new: Terms (C-9)", "clients: referral: window days: new: 90 (C-8)"]
    assert changes(load(before), load(after)) == told
    assert changes(load(after), load(before)) == [
        "agreements: no longer: Terms (C-9)",
        "clients: no longer: referral window days 90",
    ]


def test_equal_rules_have_no_changes():
    assert diff("bitrix24") == []


@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_every_preset_has_words(name):
    definition = load(preset(name))
    text = "\n".join(pages(definition))
    for track in definition.tracks:
        for level in track.levels:
            assert f"\n  {level.name} ({level.clause})" in text
            for one in [*level.reach, *(level.requalify or []), *level.keep]:
                assert f"- {one.name}: " in text
    for kind in definition.activities.values():
        assert kind.name in text


@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_every_preset_has_a_phrase(name, monkeypatch):
    """No sentence is made of the key of the file and its value."""
    fallen_back = []
    monkeypatch.setattr("programs.prose.parts.key_words", lambda key: fallen_back.append(key) or key)
    monkeypatch.setattr("programs.prose.parts.heading", str)
    monkeypatch.setattr("programs.prose.show.heading", str)
    list(pages(load(preset(name))))
    assert fallen_back == []


def test_a_key_without_a_phrase_falls_back_to_its_words(monkeypatch):
    monkeypatch.setattr("programs.prose.parts.PHRASES", {})
    assert "  Price changes: notice days: 10 (B24-2.1.2b)" in list(pages(load(preset("bitrix24"))))


def test_the_rules_of_bitrix24_read_like_sentences():
    lines = [line.strip() for line in pages(load(preset("bitrix24")))]
    for line in (
        "A partner enters as Bronze when accepted. Upgrades happen by themselves as soon as everything is met."
        " A failed review takes it one level down (B24-3.4.1); its points stay.",
        "Within 90 days, or the level is cancelled; reminders 30, 14 and 3 days before the end (B24-3.1.1b):",
        "- Sales to different clients: at least 2, each with a different client, in the last 12 months (B24-3.1.2)",
        "- Quarterly business review attended every quarter: at least one in every full calendar quarter,"
        " in the year under review (B24-3.1.3m)",
        "- Paid sale: 1 point for every 10 of the amount (B24-4.1)",
        "20% off the list price (B24-3.1.1c), as soon as this is met:",
        "2 x NFR On-Premise activation key, when claimed, can be extended (B24-8.2)",
        "A featured place in the directory",
        "Review: 7 working days (B24-1.2.1b)",
        "Price changes: partners are told 10 days before (B24-2.1.2b)",
        "Country: a country",
        "Website check: every 7 days; the partner's website must mention Bitrix24; a partner whose website doesn't"
        " has 14 days to correct it (B24-1.4c)",
        "Dashboard: applicants see only their application until they are accepted (B24-7.1)",
        "Termination: with the partnership end: discount, NFR licenses, directory, leads and dashboard (B24-1.5)",
        "Acceptance: the partner gets the notice “Accepted to the program” (B24-1.3a)",
        "VAT: charged by Alaio Cloud Limited; 19%; to buyers in Cyprus",
    ):
        assert line in lines


@pytest.mark.parametrize("name", NAMES)
def test_the_command_and_the_pages_word_points_alike(name):
    definition = load(preset(name))
    told = "\n".join(pages(definition))
    for kind in definition.points.by_kind:
        for line in earning_words(definition, kind):
            assert f"- {definition.activities[kind].name}: {line} (" in told


def test_points_are_worded_in_the_readers_language():
    definition = load(preset("bitrix24"))
    assert earning_words(definition, "sale") == ["1 point for every 10 of the amount"]
    with translation.override("de"):
        assert earning_words(definition, "sale") == ["1 Punkt je 10 des Betrags"]


def test_tables_and_levels_in_points_rules_in_words():
    edition = "\n".join(pages(load(preset("bitrix-sm11"))))
    assert "points by Edition: Intranet 130, Start 20," in edition
    early = "\n".join(pages(load(preset("bitrix-2011"))))
    assert "10 points for every 100 of the amount, on the level Business" in early
    assert "at least the amount of the latest Document agreed (commitment)" in early
    second = "\n".join(pages(load(preset("1c-bitrix-kz"))))
    assert "No violations in the competence: none, in the year under review (KKV-4.5a)" in second
    assert "at least 14 days before the review" in second
