"""The task that checks websites: what is due, and when."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from common.actor import Actor
from common.tenancy import bind, bind_actor
from partners.models import Card, Partner, WebsiteCheck
from partners.websites import jobs as tasks
from partners.websites.look import Look, due_websites
from partners.websites.operations import record_check
from portal.opening import catch_up
from programs.models import JobRun
from programs.queries import definition
from tests import cast
from tests.careers import CLIMB, NOON, TODAY, live

pytestmark = pytest.mark.django_db


WEBSITE = "https://alpha.example"


DAY = timedelta(days=1)


@pytest.fixture
def rule(program):
    with bind(program.pk):
        return definition(program, TODAY).directory.website_check


@pytest.fixture
def listed(alpha):
    live(alpha, CLIMB)
    return alpha


@pytest.fixture
def manager(program, charlie):
    return cast.staff_actor(program, charlie)


def seen(outcome, address=WEBSITE, detail="", ours=False):
    return Look(address, outcome, detail, ours)


def check(partner, rule, outcome, on=TODAY, *, actor=None, **about):
    actor = actor or Actor.system(partner.program_id)
    with bind_actor(actor):
        return record_check(
            actor=actor,
            partner_id=partner.pk,
            rule=rule,
            look=seen(outcome, **about),
            today=on,
            now=NOON + (on - TODAY),
        )


def stored(partner):
    with bind(partner.program_id):
        found = Partner.objects.get(pk=partner.pk)
    return found.website_misses, found.website_absent_on


def listed_on(partner, on):
    """Whether there is a card after the day is opened."""
    catch_up(program_id=partner.program_id, until=on, now=NOON + (on - TODAY))
    return Card.objects.filter(partner=partner).exists()


def due(partner, rule, on):
    with bind(partner.program_id):
        return [row.code for row in due_websites(program_id=partner.program_id, rule=rule, on=on)]


def test_partners_with_a_card_are_due_after_the_programs_interval(listed, beta, rule, manager):
    assert due(listed, rule, TODAY) == ["alpha"], "Beta has no card"
    check(listed, rule, "absent")
    check(listed, rule, "absent", TODAY + 3 * DAY, actor=manager)
    assert due(listed, rule, TODAY + 6 * DAY) == []
    assert due(listed, rule, TODAY + 7 * DAY) == ["alpha"]
    assert due(listed, rule, TODAY + 90 * DAY) == ["alpha"], "missed days are caught up once"
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(website="https://new.example")
    assert due(listed, rule, TODAY) == []
    assert due(listed, rule, TODAY + DAY) == ["alpha"], "a new address is looked at the next day"


def test_partners_who_lost_the_card_are_still_checked_but_former_partners_are_not(listed, rule):
    check(listed, rule, "absent")
    check(listed, rule, "absent", TODAY + 7 * DAY)
    last = TODAY + 40 * DAY
    assert not listed_on(listed, last)
    assert due(listed, rule, last) == ["alpha"]
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(ended_on=last)
    assert due(listed, rule, last) == []


@pytest.fixture
def web(monkeypatch):
    """The task's network: `pages` gives the result for each URL, other URLs fail on our side."""
    pages, asked = {}, []

    def network(address, words):
        asked.append(address)
        return pages.get(address) or seen("unreachable", address, ours=True)

    monkeypatch.setattr(tasks, "look", network)
    network.pages, network.asked = pages, asked
    return network


def run(moment=NOON):
    with time_machine.travel(moment, tick=False):
        return tasks.check_websites()


@pytest.mark.django_db(transaction=True)
def test_the_task_checks_each_due_website_once(listed, web):
    web.pages[WEBSITE] = seen("absent")
    assert run() == 1
    assert run() == 0
    assert web.asked == [WEBSITE]
    assert stored(listed) == (1, None)
    with bind(listed.program_id):
        assert JobRun.objects.get(job="check_websites").outcome == {"absent": 1}


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_during_network_requests(listed, monkeypatch):
    from django.db import connection

    states = []

    def network(address, words):
        states.append(connection.in_atomic_block)
        return seen("found")

    monkeypatch.setattr(tasks, "ThreadPoolExecutor", SameThread)
    monkeypatch.setattr(tasks, "look", network)
    assert run() == 1
    assert states == [False]


class SameThread:
    """Runs the work at once in this thread, so that the caller's connection can be inspected."""

    def __init__(self, workers):
        self.workers = workers

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        return None

    def map(self, work, items):
        return map(work, items)


@pytest.mark.django_db(transaction=True)
def test_if_no_website_answers_the_portals_connection_is_blamed(program, web):
    partners = [cast.admit(program, f"p{n}", f"P{n}", website=f"https://p{n}.example") for n in range(3)]
    for partner in partners:
        live(partner, CLIMB)
    assert run() == 0
    assert [stored(partner) for partner in partners] == [(0, None)] * 3
    with bind(program.pk):
        assert JobRun.objects.get(job="check_websites").outcome == {"error": "no connection"}
    web.pages["https://p1.example"] = seen("found", "https://p1.example")
    assert run() == 3
    assert [stored(partner)[0] for partner in partners] == [1, 0, 1]
    with bind(program.pk):
        assert WebsiteCheck.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_program_without_the_rule_checks_nobody(delta, web):
    live(delta, [], until=date(2026, 2, 16))
    assert run() == 0
    assert web.asked == []


@pytest.mark.django_db(transaction=True)
def test_a_partner_whose_address_changed_meanwhile_is_checked_next_time(listed, web, monkeypatch):
    web.pages[WEBSITE] = seen("absent", "https://elsewhere.example")
    assert run(datetime.fromisoformat("2026-02-16T12:00:00+00:00")) == 1
    assert stored(listed) == (0, None)
    with bind(listed.program_id):
        assert not WebsiteCheck.objects.exists()
