"""Totals stay correct under concurrent postings and openings. Each proof has a control that must fail."""

from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection

from common.tenancy import bind
from points import operations
from points.expiry import roll_forward
from points.models import Account, Watermark
from points.operations import post, set_watermark
from points.recount import recount
from portal.opening import open_days
from programs.models import Program
from tests.races.crowd import at_once
from tests.samples import sample

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
PEOPLE = sample(8, campaign=32)
EACH = sample(6, campaign=50)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]


@pytest.fixture(autouse=True)
def ledger(alpha):
    with bind(alpha.program_id):
        set_watermark(program_id=alpha.program_id, active_on=TODAY)


def one_posting(partner, key, *, points=1, expires_on=TODAY + timedelta(days=300)):
    with bind(partner.program_id):
        return post(
            program_id=partner.program_id,
            partner_id=partner.pk,
            account="main",
            points=points,
            earned_on=expires_on - timedelta(days=365),
            expires_on=expires_on,
            rule="test",
            key=key,
            today=TODAY,
            now=NOW,
        )


def total(partner):
    with bind(partner.program_id):
        return Account.objects.get(partner=partner, code="main").points


def test_many_postings_to_one_account(alpha):
    results = at_once(lambda n: [one_posting(alpha, f"{n}/{k}") for k in range(EACH)], people=PEOPLE)
    assert all(result == [True] * EACH for result in results)
    assert total(alpha) == PEOPLE * EACH
    with bind(alpha.program_id):
        assert recount(program_id=alpha.program_id) == []


def test_control_read_then_write_loses_postings(alpha):
    """The same threads with a total that is read, added to and written back."""
    one_posting(alpha, "first", points=0)

    def careless(n):
        for _ in range(EACH):
            with bind(alpha.program_id):
                account = Account.objects.get(partner=alpha, code="main")
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.002)")
                Account.objects.filter(pk=account.pk).update(points=account.points + 1)

    at_once(careless, people=PEOPLE)
    assert total(alpha) < PEOPLE * EACH


def test_the_same_key_counts_once_however_many_post_it(alpha):
    results = at_once(lambda n: one_posting(alpha, "the same"), people=PEOPLE)
    assert sorted(results) == [False] * (PEOPLE - 1) + [True]
    assert total(alpha) == 1


def race_an_opening(alpha):
    """Post an entry that expires on the day that another transaction is opening."""
    opening, posted = Event(), Event()

    def open_slowly():
        with bind(alpha.program_id):
            roll_forward(program_id=alpha.program_id, on=TODAY + timedelta(days=1))
            opening.set()
            posted.wait(timeout=1.5)
        connection.close()

    def post_late():
        opening.wait()
        one_posting(alpha, "late", points=7, expires_on=TODAY + timedelta(days=1))
        posted.set()
        connection.close()

    threads = [Thread(target=open_slowly), Thread(target=post_late)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with bind(alpha.program_id):
        assert Watermark.objects.get().active_on == TODAY + timedelta(days=1)
        return recount(program_id=alpha.program_id)


@pytest.mark.rule("B24-4.2b")
def test_a_backdated_posting_during_an_opening_keeps_the_total_correct(alpha):
    assert race_an_opening(alpha) == []


def test_control_without_the_watermark_lock_the_total_is_wrong(alpha, monkeypatch):
    monkeypatch.setattr(operations, "_may_race", lambda expires_on, today: False)
    (difference,) = race_an_opening(alpha)
    assert (difference.stored, difference.counted) == (7, 0)


def test_openings_with_backdated_postings_at_the_same_time(alpha, beta):
    partners = (alpha, beta)
    Program.objects.filter(pk=alpha.program_id).update(opened_on=TODAY)

    def work(n):
        if n % 2:
            return [
                one_posting(partners[k % 2], f"{n}/{k}", expires_on=TODAY + timedelta(days=k % 3)) for k in range(EACH)
            ]
        return open_days(program_id=alpha.program_id, until=TODAY + timedelta(days=2), now=NOW)

    results = at_once(work, people=PEOPLE)
    assert not [result for result in results if isinstance(result, Exception)]
    with bind(alpha.program_id):
        assert recount(program_id=alpha.program_id) == []
