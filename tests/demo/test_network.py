"""The demo network contains every case a visitor should see, and can be imported."""

import unicodedata
from collections import Counter
from datetime import date

import pytest

from demo.network import invent, write_network
from demo.plan import DEMO_PROGRAM, demo_programs, load_places, load_plan
from importing.activity_rows import read_activities
from importing.partner_rows import read_partners
from importing.problems import Problems
from tests.demo.life import definition_of, lives

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def network():
    return invent(load_plan(DEMO_PROGRAM), day=DAY)


@pytest.fixture(scope="module")
def timelines(network):
    return lives(network, definition_of(DEMO_PROGRAM), until=DAY)


def test_three_hundred_partners_three_years_thirteen_countries(network):
    assert len(network.partners) == 300
    assert len({row[2] for row in network.partners}) == 13
    accepted = [row[4] for row in network.partners]
    assert min(accepted) >= date(2023, 11, 22)
    assert max(accepted) <= DAY
    assert max(row[2] for row in network.activities) <= DAY


def test_codes_and_names_are_unique(network):
    assert len({row[0] for row in network.partners}) == 300
    assert len({row[1] for row in network.partners}) == 300


def test_names_use_five_scripts(network):
    scripts = {unicodedata.name(letter).split()[0] for row in network.partners for letter in row[1] if letter.isalpha()}
    assert {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "CJK"} <= scripts


def test_the_same_day_gives_the_same_network(network):
    assert invent(load_plan(DEMO_PROGRAM), day=DAY) == network


@pytest.mark.parametrize(
    ("program", "day"),
    [
        *((DEMO_PROGRAM, day) for day in (date(2024, 2, 29), date(2025, 12, 31), date(2027, 3, 1))),
        *((program, date(2024, 2, 29)) for program in demo_programs()[1:]),
    ],
)
def test_every_row_can_be_imported_on_any_day(program, day, tmp_path):
    network = invent(load_plan(program), day=day)
    write_network(network, tmp_path)
    definition, problems = definition_of(program), Problems()
    levels = [level.code for level in definition.track("status").levels]
    partners = list(
        read_partners(
            tmp_path,
            latest=day,
            levels_on=lambda on: levels,
            currencies_on=lambda on: definition.program.currencies,
            problems=problems,
        )
    )
    activities = list(
        read_activities(
            tmp_path,
            partners={row.code: row.accepted_on for row in partners},
            kinds_on=lambda on: definition.activities,
            problems=problems,
        )
    )
    assert list(problems) == []
    assert (len(partners), len(activities)) == (300 if program == DEMO_PROGRAM else 60, len(network.activities))


def test_every_level_has_partners_and_some_are_cancelled(timelines):
    levels = Counter(timeline.states["status"].level for timeline in timelines.values())
    ladder = [level.code for level in definition_of(DEMO_PROGRAM).track("status").levels]
    assert set(levels) == {"", *ladder}
    assert all(levels[level] >= 40 for level in ladder)
    assert levels[""] >= 15


@pytest.mark.parametrize("program", demo_programs()[1:])
def test_the_other_networks_show_every_level_and_a_loss(program):
    definition = definition_of(program)
    found = lives(invent(load_plan(program), day=DAY), definition, until=DAY).values()
    for track in definition.tracks:
        levels = Counter(timeline.states[track.code].level for timeline in found if track.code in timeline.states)
        assert all(levels[level.code] >= 4 for level in track.levels), (track.code, levels)
        assert any(
            change.cause == "review" and change.after == change.before for one in found for change in one.changes
        )
    assert any(change.cause == "review" and change.after != change.before for one in found for change in one.changes)


def test_levels_were_kept_lost_and_regained(timelines):
    kept, lost, won_back = 0, 0, 0
    for timeline in timelines.values():
        gone = set()
        for change in timeline.changes:
            kept += change.cause == "review" and change.before == change.after
            if change.cause == "review" and change.before != change.after:
                lost += 1
                gone.add(change.before)
            won_back += change.cause == "upgrade" and change.after in gone
    assert kept >= 50
    assert lost >= 25
    assert won_back >= 10


def test_some_reviews_and_grace_periods_are_due_soon(timelines):
    states = [timeline.states["status"] for timeline in timelines.values()]
    assert sum(1 for state in states if state.review_on and (state.review_on - DAY).days <= 45) >= 5
    assert sum(1 for state in states if state.grace_on and (state.grace_on - DAY).days <= 45) >= 3


def test_every_login_of_a_partner_has_its_company(network):
    codes = {row[0] for row in network.partners}
    members = [login for login in load_plan(DEMO_PROGRAM).login if login.partner]
    assert members
    assert {login.partner for login in members} <= codes


def test_each_country_has_enough_names():
    for country in load_places().country:
        combinations = len(country.firsts) * len(country.seconds) * (1 + len(country.cities))
        assert combinations >= 2 * 300 * country.weight / 100
