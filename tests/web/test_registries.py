"""What apps register: tabs, cards, queues, menu entries and scheduled jobs."""

from dataclasses import replace

import pytest
from django.test import RequestFactory

from common.actor import Actor
from common.jobs import SCHEDULE, Recovery, scheduled
from programs.definition.load import load
from tests.cast import PRESETS
from web import cards
from web.admin.menu import navigation
from web.admin.queues import queues
from web.tabs import _registered as registered
from web.tabs import tabs

MAIN_USER = Actor("partner", user_id=1, program_id=1, partner_id=1, role="main")


@pytest.fixture
def rules():
    return load((PRESETS / "bitrix24.toml").read_text(encoding="utf-8"))


@pytest.fixture
def uncounted(monkeypatch):
    """Tabs without counts, which would need the database."""
    plain = {name: replace(each, count=None) for name, each in registered.items()}
    monkeypatch.setattr("web.tabs._registered", plain)


def test_tabs_are_ordered_and_the_longest_address_is_current(rules, uncounted):
    found = tabs(MAIN_USER, "/dashboard/claims/7/", rules=rules)
    assert [tab.address for tab in found][:5] == [
        "/dashboard/",
        "/dashboard/progress/",
        "/dashboard/points/",
        "/dashboard/activities/",
        "/dashboard/claims/",
    ]
    assert [tab.address for tab in found if tab.current] == ["/dashboard/claims/"]


def test_tabs_stand_together_in_their_groups(rules, uncounted):
    titles = [str(tab.group) for tab in tabs(MAIN_USER, "/", rules=rules)]
    first = list(dict.fromkeys(titles))
    assert titles == sorted(titles, key=first.index)
    assert first[0] == "Your status"


def test_a_tab_needs_the_permission_and_the_section(rules, uncounted):
    reader = Actor("partner", user_id=1, program_id=1, partner_id=1, role="readonly")
    assert "/dashboard/tokens/" not in [tab.address for tab in tabs(reader, "/", rules=rules)]
    without = rules.model_copy(update={"admission": None})
    assert "/dashboard/team/" not in [tab.address for tab in tabs(MAIN_USER, "/", rules=without)]


def test_cards_of_a_page_are_ordered_and_optional(monkeypatch):
    monkeypatch.setattr(cards, "_registered", [])
    monkeypatch.setattr(cards, "render_to_string", lambda template, facts, request: f"{template} {facts['label']}")
    cards.add_card("here", "card.html", lambda request, about: {"label": f"late {about}"}, place=2)
    cards.add_card("here", "card.html", lambda request, about: {"label": "early"}, place=1)
    cards.add_card("here", "card.html", lambda request, about: None, place=0)
    cards.add_card("elsewhere", "card.html", lambda request, about: {"label": "not here"}, place=0)
    found = "".join(cards.cards("here", RequestFactory().get("/"), "7"))
    assert found.index("early") < found.index("late 7")
    assert "not here" not in found


def test_every_queue_has_a_unique_code_and_place():
    found = queues()
    assert len({queue.code for queue in found}) == len({queue.place for queue in found}) == len(found) == 32
    assert [queue.place for queue in found] == sorted(queue.place for queue in found)


def test_every_menu_group_has_entries_and_all_but_the_home_have_a_heading():
    groups = navigation()
    assert all(group["items"] for group in groups)
    assert [bool(group.get("title")) for group in groups] == [False, *[True] * (len(groups) - 1)]


def test_a_job_is_scheduled_once_under_its_title():
    title = next(iter(SCHEDULE))
    with pytest.raises(ValueError, match="already scheduled"):
        scheduled(title, name="another.task", every=None, recovery=Recovery.NEXT_RUN)(lambda: None)
    assert SCHEDULE[title]["task"] != "another.task"
