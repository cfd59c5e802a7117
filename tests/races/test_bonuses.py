"""Bonus money is never spent twice, however many checkouts use one account at the same moment (B24-f)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Barrier
from time import sleep

import pytest
from django.db import IntegrityError, connections, transaction

from common.actor import Actor
from common.tenancy import bind
from programs.rulebook import read_rulebook
from store.bonuses.operations.giving import UnableToGiveBonus, award_bonus
from store.bonuses.operations.spending import hold_bonus
from store.bonuses.posting import UnableToUseBonus
from store.bonuses.rules import Line
from store.models import BonusCredit, BonusUse
from tests.careers import NOON, TODAY
from tests.races.crowd import at_once
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]
PEOPLE = sample(8, campaign=100)
EACH, WINNERS = Decimal(300), 3  # of 1,000


def award(program, partner):
    with bind(program.pk):
        return award_bonus(
            actor=Actor.system(program.pk),
            partner=partner,
            rulebook=read_rulebook(program.pk),
            kind="award",
            amount=Decimal(1000),
            reason="Race",
            today=TODAY,
            now=NOON,
        )


def check_out(partner):
    def work(n):
        with bind(partner.program_id):
            return hold_bonus(
                actor=Actor.system(partner.program_id),
                partner=partner,
                rulebook=read_rulebook(partner.program_id),
                order=f"order-{n}",
                amount=EACH,
                currency="EUR",
                lines=[Line("cloud", Decimal(1000))],
                today=TODAY,
                now=NOON,
            )

    return work


def left(partner):
    with bind(partner.program_id):
        return BonusCredit.objects.get().available, BonusUse.objects.count()


@pytest.mark.rule("B24-f")
def test_parallel_checkouts_never_spend_twice(program, alpha):
    award(program, alpha)
    found = at_once(check_out(alpha), people=PEOPLE)
    assert [type(each) for each in found].count(BonusUse) == WINNERS
    assert [type(each) for each in found].count(UnableToUseBonus) == PEOPLE - WINNERS
    assert left(alpha) == (100, WINNERS)


@contextmanager
def unlocked():
    """Checkouts read the account without its lock."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('take_bonus'::regproc)")
        real = cursor.fetchone()[0]
        assert "FOR NO KEY UPDATE" in real
        cursor.execute(real.replace("FOR NO KEY UPDATE", ""))
        try:
            yield
        finally:
            cursor.execute(real)


@contextmanager
def without_check():
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE store_bonuscredit DROP CONSTRAINT store_bonus_available")
        try:
            yield
        finally:
            # The broken rows stay until the test's tables are emptied, so they are not checked again.
            cursor.execute(
                "ALTER TABLE store_bonuscredit ADD CONSTRAINT store_bonus_available"
                " CHECK (available >= 0 AND available <= amount) NOT VALID"
            )


@contextmanager
def held_up(program, credit):
    """Hold the credit's row, so that everybody who has read it waits until the block ends."""
    with connections["owner"].cursor() as cursor, transaction.atomic(using="owner"):
        cursor.execute("SELECT set_config('app.program_id', %s, true)", [str(program.pk)])
        cursor.execute("SELECT set_config('app.partner_id', '0', true)")
        cursor.execute("SELECT 1 FROM store_bonuscredit WHERE id = %s FOR UPDATE", [credit.pk])
        yield


def all_waiting(program, alpha, credit):
    """Five checkouts that have read the account before any of them writes."""
    ready = Barrier(6, timeout=20)

    def work(n):
        ready.wait()
        return check_out(alpha)(n)

    with ThreadPoolExecutor(1) as pool:
        with held_up(program, credit):
            found = pool.submit(at_once, work, people=5)
            ready.wait()
            wait_until_blocked(5)
        return found.result()


def wait_until_blocked(people):
    with connections["owner"].cursor() as cursor:
        for _try in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0] >= people:
                return
            sleep(0.02)
    raise AssertionError("The checkouts don't wait for the credit.")


def test_without_the_lock_the_constraint_still_refuses(program, alpha):
    credit = award(program, alpha)
    with unlocked():
        found = all_waiting(program, alpha, credit)
    assert [type(each) for each in found].count(IntegrityError) == 5 - WINNERS
    assert left(alpha) == (100, WINNERS)


def test_control_without_lock_and_constraint_it_is_overspent(program, alpha):
    credit = award(program, alpha)
    with unlocked(), without_check():
        found = all_waiting(program, alpha, credit)
    assert [type(each) for each in found] == [BonusUse] * 5
    assert left(alpha) == (-500, 5)


@pytest.mark.rule("B24-10a")
def test_two_managers_award_at_once(program, alpha):
    found = at_once(lambda n: award(program, alpha), people=4)
    assert [type(each) for each in found].count(BonusCredit) == 1
    assert [type(each) for each in found].count(UnableToGiveBonus) == 3
