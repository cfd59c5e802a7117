"""The statement that pairs a use with credits agrees with a simple loop over them (B24-f)."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import transaction

from common.tenancy import bind
from store.bonuses.pairing import Taken, Wanted, take
from store.models import BonusCredit, BonusEntry
from tests.careers import NOON, TODAY

pytestmark = pytest.mark.django_db
KINDS = ("kickstart", "award")


def by_hand(offered, amount, most):
    """Take from one credit after the other, soonest-expiring first."""
    taken, room = {}, dict(most)
    for credit in sorted(offered, key=lambda each: (each.expires_on, each.pk)):
        part = min(credit.available, amount, room.get(credit.kind, 0))
        if credit.expires_on > TODAY and part > 0:
            taken[credit.pk] = part
            room[credit.kind] -= part
            amount -= part
    return taken


def credit(partner, n, random):
    amount = Decimal(random.randrange(1, 60))
    return BonusCredit.objects.create(
        program_id=partner.program_id,
        partner=partner,
        kind=random.choice(KINDS),
        period=str(n),
        currency="EUR",
        amount=amount,
        available=amount,
        credited_on=TODAY,
        expires_on=TODAY + timedelta(days=random.randrange(-1, 5)),
        credited_at=NOON,
    )


@pytest.mark.rule("B24-f")
def test_the_soonest_expiring_goes_first(program, alpha):
    random = Random(7)
    for turn in range(25):
        with bind(program.pk):
            offered = [credit(alpha, n, random) for n in range(random.randrange(6))]
            amount = Decimal(random.randrange(1, 120))
            most = {kind: Decimal(random.randrange(90)) for kind in KINDS[: random.randrange(1, 3)]}
            expected = by_hand(offered, amount, most)
            order = Wanted(
                partner=alpha, order=f"A-{turn}", amount=amount, currency="EUR", most=most, today=TODAY, now=NOON
            )
            taken = take(order)
            assert taken.offered == sum(expected.values())
            assert (taken.use is not None) == (taken.offered == amount)
            if taken.use is not None:
                entries = BonusEntry.objects.filter(use=taken.use).values_list("credit_id", "amount")
                assert {pk: -part for pk, part in entries} == expected
                assert take(order) == Taken(None, by_hand_again(alpha, order), taken.use.pk)
            transaction.set_rollback(True)


def by_hand_again(partner, order):
    """What is left for the same order: it gets nothing more, because it has its use."""
    left = BonusCredit.objects.filter(partner=partner, available__gt=0)
    return sum(by_hand(left, order.amount, order.most).values())
