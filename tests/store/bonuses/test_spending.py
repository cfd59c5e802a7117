"""Reserving, spending, giving back and expiring bonus money, through the operations."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from notices.models import Notice
from store.bonuses.operations.giving import apply_for_bonus, approve_bonus
from store.bonuses.operations.spending import expire_bonuses, release_bonus, return_bonus, spend_bonus
from store.bonuses.posting import UnableToUseBonus
from store.bonuses.queries import bonus_available
from store.bonuses.reminders import remind_of_bonuses
from store.bonuses.rules import Line
from store.models import BonusCredit, BonusEntry
from tests.careers import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
D = Decimal
AT = {"today": TODAY, "now": NOON}
CENT = D("0.01")


@pytest.fixture
def both(ready, applicant, manager, rulebook, award):
    """Kickstart and award of 1,000 each; returns the partner, the kickstart ends first."""
    application = apply_for_bonus(actor=applicant, partner=ready, rulebook=rulebook, kind="kickstart", **AT)
    approve_bonus(actor=manager, application=application, rulebook=rulebook, **AT)
    award(ready, 1000)
    return ready


def left():
    return dict(BonusCredit.objects.values_list("kind", "available"))


@pytest.mark.rule("B24-f")
def test_an_order_takes_the_soonest_expiring_and_pairs_each_part(both, hold):
    use = hold(both, 1200)
    assert left() == {"kickstart": 0, "award": 800}
    assert list(use.entries.order_by("pk").values_list("credit__kind", "amount")) == [
        ("kickstart", -1000),
        ("award", -200),
    ]
    assert hold(both, 1200).pk == use.pk  # asked again for the same order
    assert BonusEntry.objects.count() == 2


@pytest.mark.rule("B24-9b")
def test_at_least_ten_is_paid_in_money(both, hold):
    with pytest.raises(UnableToUseBonus, match="at most €90"):
        hold(both, "90.01", lines=[Line("cloud", D(100))])
    hold(both, 90, lines=[Line("cloud", D(100))])


@pytest.mark.rule("B24-9b")
@pytest.mark.parametrize("line", [Line("upgrade", D(100)), Line("cloud", D(100), new_client=False)])
def test_what_a_bonus_does_not_pay_for(both, hold, line):
    with pytest.raises(UnableToUseBonus):
        hold(both, 1, lines=[line])


def test_more_than_the_account_holds(both, hold):
    with pytest.raises(UnableToUseBonus, match="You can use €2,000"):
        hold(both, 2001)
    assert left() == {"kickstart": 1000, "award": 1000}


@pytest.mark.rule("B24-f")
def test_an_unpaid_order_gives_all_back_with_the_old_ends(both, hold, system):
    hold(both, 1200)
    release_bonus(actor=system, order="A-1", **AT)
    release_bonus(actor=system, order="A-1", **AT)
    assert left() == {"kickstart": 1000, "award": 1000}
    with pytest.raises(UnableToUseBonus, match="already returned"):
        spend_bonus(actor=system, order="A-1", today=TODAY)


@pytest.mark.rule("B24-f")
def test_what_is_reserved_does_not_expire_and_is_lost_when_it_comes_back_too_late(both, hold, system):
    hold(both, 700)
    after = both.accepted_on + timedelta(days=91)
    assert expire_bonuses(actor=system, today=after - timedelta(days=1), now=NOON) == 0
    assert expire_bonuses(actor=system, today=after, now=NOON) == 1
    assert expire_bonuses(actor=system, today=after, now=NOON) == 0
    release_bonus(actor=system, order="A-1", today=after, now=NOON)
    assert left() == {"kickstart": 0, "award": 1000}
    kinds = list(BonusEntry.objects.order_by("pk").values_list("kind", "amount"))
    assert kinds == [("used", -700), ("expired", -300), ("released", 700), ("expired", -700)]


@pytest.mark.rule("B24-f")
def test_a_refund_in_part_returns_by_shares_what_has_not_expired(both, hold, system, rulebook):
    hold(both, 1200)
    spend_bonus(actor=system, order="A-1", today=TODAY)
    back = {"actor": system, "rulebook": rulebook, "order": "A-1", "unit": CENT, "now": NOON}
    assert return_bonus(**back, amount=D(120), key="refund/1", today=TODAY) == 120
    assert left() == {"kickstart": 100, "award": 820}
    assert return_bonus(**back, amount=D(120), key="refund/1", today=TODAY) == 0  # the same refund again
    after = both.accepted_on + timedelta(days=91)
    assert return_bonus(**back, amount=D(1080), key="refund/2", today=after) == 180
    assert left() == {"kickstart": 100, "award": 1000}
    with pytest.raises(UnableToUseBonus, match="more than"):
        return_bonus(**back, amount=CENT, key="refund/3", today=after)


def test_a_paid_order_is_refunded_not_released(both, hold, system):
    hold(both, 10)
    assert spend_bonus(actor=system, order="A-1", today=TODAY).state == "spent"
    assert spend_bonus(actor=system, order="A-1", today=date(2026, 3, 1)).spent_on == TODAY
    with pytest.raises(UnableToUseBonus, match="Refund it"):
        release_bonus(actor=system, order="A-1", **AT)
    assert spend_bonus(actor=system, order="without", today=TODAY) is None
    assert release_bonus(actor=system, order="without", **AT) is None


def test_partners_are_reminded_once_of_what_expires(both, rulebook, manager):
    ends = both.accepted_on + timedelta(days=90)
    for days, sent in [(31, 0), (30, 1), (29, 0), (7, 1)]:
        assert remind_of_bonuses(rulebook=rulebook, today=ends - timedelta(days=days), now=NOON) == sent
    assert remind_of_bonuses(rulebook=rulebook, today=ends - timedelta(days=7), now=NOON) == 0
    assert Notice.objects.filter(key__contains="reminder").count() == 2
    assert bonus_available(manager, both.pk, "EUR", on=ends) == 2000
    assert bonus_available(manager, both.pk, "EUR", on=ends + timedelta(days=1)) == 1000


def test_a_partner_that_left_spends_nothing(both, hold):
    both.ended_on = TODAY
    with pytest.raises(UnableToUseBonus):
        hold(both, 10)
