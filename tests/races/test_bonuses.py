"""Bonus money is never spent twice, however many checkouts use one account at the same moment (B24-f)."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections

from common.actor import Actor
from common.tenancy import bind
from programs.rulebook import read_rulebook
from store.bonuses.operations import spending
from store.bonuses.operations.giving import UnableToGiveBonus, award_bonus
from store.bonuses.operations.spending import hold_bonus
from store.bonuses.posting import UnableToUseBonus
from store.bonuses.rules import Line
from store.models import BonusCredit, BonusUse
from tests.careers import NOON, TODAY
from tests.races.crowd import at_once, together
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


def unlocked(monkeypatch, people):
    """All checkouts read the account before any of them writes."""

    def look(actor, partner, currency, today):
        return {each.pk: each for each in BonusCredit.objects.filter(partner=partner)}

    monkeypatch.setattr(spending, "_usable", together(look, people=people))


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


def test_without_the_lock_the_constraint_still_refuses(program, alpha, monkeypatch):
    award(program, alpha)
    unlocked(monkeypatch, 5)
    found = at_once(check_out(alpha), people=5)
    assert [type(each) for each in found].count(IntegrityError) == 5 - WINNERS
    assert left(alpha) == (100, WINNERS)


def test_control_without_lock_and_constraint_it_is_overspent(program, alpha, monkeypatch):
    award(program, alpha)
    unlocked(monkeypatch, 5)
    with without_check():
        found = at_once(check_out(alpha), people=5)
    assert [type(each) for each in found] == [BonusUse] * 5
    assert left(alpha) == (-500, 5)


@pytest.mark.rule("B24-10a")
def test_two_managers_award_at_once(program, alpha):
    found = at_once(lambda n: award(program, alpha), people=4)
    assert [type(each) for each in found].count(BonusCredit) == 1
    assert [type(each) for each in found].count(UnableToGiveBonus) == 3
