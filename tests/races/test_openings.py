"""A day is opened once, however many runs of the task or people try at the same time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError

from activities.operations import record_activity
from common.actor import Actor
from common.tenancy import bind
from notices.models import Notice
from points.recount import recount
from portal.opening import open_days
from programs.models import JobRun, Program
from programs.rulebook import read_rulebook
from statuses import due_reviews
from statuses.models import StatusChange
from statuses.operations import settle
from tests.races.crowd import at_once
from tests.samples import sample

NOW = datetime(2025, 6, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]


@pytest.fixture
def last_day(alpha, beta):
    """Opens the day before the grace period of Alpha and Beta ends."""
    day = alpha.accepted_on + timedelta(days=90)
    with bind(alpha.program_id):
        settle(
            rulebook=read_rulebook(alpha.program_id),
            partner_ids=[alpha.pk, beta.pk],
            until=day,
            now=NOW,
            live=False,
        )
        Program.objects.update(opened_on=day)
    return day


def cancelled(alpha):
    with bind(alpha.program_id):
        return StatusChange.objects.filter(cause="grace").count(), Notice.objects.filter(kind="level").count()


def test_two_runs_open_each_missed_day_once(alpha, last_day):
    until = last_day + timedelta(days=3)
    opened = at_once(
        lambda n: open_days(program_id=alpha.program_id, until=until, now=NOW), people=sample(4, campaign=16)
    )
    days = sorted(day for found in opened for day in found)
    assert days == [last_day + timedelta(days=n) for n in (1, 2, 3)]
    assert cancelled(alpha) == (2, 2)
    with bind(alpha.program_id):
        assert JobRun.objects.filter(job="open_day").count() == 3


def test_control_without_locks_a_partner_is_decided_twice(alpha, last_day, monkeypatch):
    """The task decides about due partners without locks; only the table's constraint refuses the second decision."""
    day = last_day + timedelta(days=1)
    both = Barrier(2)
    add = due_reviews.add_changes
    monkeypatch.setattr(due_reviews, "lock_partners", lambda partner_ids: None)
    monkeypatch.setattr(due_reviews, "add_changes", lambda *args, **named: (both.wait(), add(*args, **named))[1])

    def decide(n):
        with bind(alpha.program_id):
            due = due_reviews.due_partners(program_id=alpha.program_id, on=day)
            rulebook = read_rulebook(alpha.program_id)
            return due_reviews.decide_due(rulebook=rulebook, partner_ids=due, on=day, now=NOW)

    found = at_once(decide, people=2)
    assert [type(result) for result in found].count(IntegrityError) == 1


def test_a_failed_opening_leaves_the_day_unopened(alpha, last_day, monkeypatch):
    monkeypatch.setattr("portal.opening.remind", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_days(program_id=alpha.program_id, until=last_day + timedelta(days=1), now=NOW)
    assert Program.objects.get(pk=alpha.program_id).opened_on == last_day
    assert cancelled(alpha) == (0, 0)
    monkeypatch.undo()
    assert open_days(program_id=alpha.program_id, until=date(2025, 6, 9), now=NOW) == [date(2025, 6, 9)]


def test_activities_recorded_while_days_are_opened(alpha, beta, last_day):
    """In any order there are no deadlocks, and the stored result equals a full replay."""
    partners, until = (alpha, beta), last_day + timedelta(days=4)

    def work(n):
        if n % 4 == 0:
            return open_days(program_id=alpha.program_id, until=until, now=NOW)
        with bind(alpha.program_id):
            return record_activity(
                actor=Actor.system(alpha.program_id),
                partner=partners[n % 2],
                rulebook=read_rulebook(alpha.program_id),
                kind="sale",
                on=until - timedelta(days=n % 6),
                today=until,
                now=NOW,
                amount=Decimal(100),
            )

    found = at_once(work, people=sample(8, campaign=32))
    assert [result for result in found if isinstance(result, Exception)] == []
    with bind(alpha.program_id):
        assert recount(program_id=alpha.program_id) == []
        before = list(StatusChange.objects.order_by("pk").values_list("pk", "superseded_at"))
        settle(
            rulebook=read_rulebook(alpha.program_id),
            partner_ids=[alpha.pk, beta.pk],
            until=until,
            now=NOW,
        )
        assert list(StatusChange.objects.order_by("pk").values_list("pk", "superseded_at")) == before
