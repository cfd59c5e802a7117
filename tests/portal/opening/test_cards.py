"""Directory cards are updated from the totals after the opening, and a missed update is made up later."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from common.tenancy import bind
from partners.models import Card
from points.models import Account
from portal import opening
from portal.jobs import open_days as beat
from portal.opening import catch_up, open_days
from programs.models import Program
from programs.queries import definition
from statuses.directory.card_points import refresh_points
from tests.careers import CLIMB, TODAY, live

# Alpha's first sale expires on this day; its review is later.
DAY = date(2026, 5, 6)
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def listed(alpha):
    live(alpha, CLIMB)
    return alpha


def shown(partner):
    return Card.objects.get(partner=partner).points


def total(partner):
    with bind(partner.program_id):
        return Account.objects.get(partner=partner, code="main").points


def refresh(partner):
    with bind(partner.program_id):
        return refresh_points(program_id=partner.program_id, definition=definition(partner.program, TODAY))


def test_cards_are_updated_in_a_repeatable_step(listed):
    before = shown(listed)
    open_days(program_id=listed.program_id, until=DAY, now=NOON)
    assert total(listed) < before == shown(listed)
    assert refresh(listed) == 1
    assert shown(listed) == total(listed)
    assert refresh(listed) == 0


def test_catch_up_opens_days_and_updates_cards(listed):
    assert catch_up(program_id=listed.program_id, until=DAY, now=NOON)[-1] == DAY
    assert shown(listed) == total(listed)


@time_machine.travel(NOON, tick=False)
def test_next_run_finishes_after_a_killed_one(listed, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(opening, "refresh_points", lambda **_: 1 / 0)
        with pytest.raises(ExceptionGroup):
            beat()
    assert Program.objects.get(pk=listed.program_id).opened_on == DAY
    assert shown(listed) != total(listed)
    assert beat() == 0
    assert shown(listed) == total(listed)


def test_cards_of_another_program_are_left_alone(listed, other_program):
    Card.objects.update(points=1)
    with bind(other_program.pk):
        refresh_points(program_id=other_program.pk, definition=definition(other_program, TODAY))
    assert shown(listed) == 1
