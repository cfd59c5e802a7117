"""Reserving bonus money in one statement: it locks the credits, pairs the soonest-expiring first, and stores (B24-f).

Everything happens in the function that takes the locks, so that nobody waits for a round trip between them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from partners.models import Partner
from store.models import BonusUse

_TAKE = "SELECT use_id, offered, known_id FROM take_bonus(%s, %s, %s, %s, %s, %s::text[], %s::numeric[], %s, %s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one order wants of a partner's account; ``most`` is what it may use of each kind of bonus."""

    partner: Partner
    order: str
    amount: Decimal
    currency: str
    most: Mapping[str, Decimal]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: the new ``use``, or how much the order could take, and the use that it has already."""

    use: BonusUse | None
    offered: Decimal
    known: int | None


def take(wanted: Wanted) -> Taken:
    """Reserve the whole amount, or nothing: if the account holds less, or the order has its use already."""
    partner = wanted.partner
    given: list[Any] = [partner.program_id, partner.pk, wanted.order, wanted.amount, wanted.currency]
    given += [_array(wanted.most), _array(wanted.most.values()), wanted.today, wanted.now]
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
        number, offered, known = cursor.fetchone()
    if number is None:
        return Taken(None, offered, known)
    use = BonusUse(
        pk=number,
        program_id=partner.program_id,
        partner=partner,
        order=wanted.order,
        currency=wanted.currency,
        amount=wanted.amount,
        held_on=wanted.today,
    )
    use._state.adding, use._state.db = False, connection.alias
    return Taken(use, offered, known)


def _array(values: Iterable[object]) -> str:
    """An array as PostgreSQL writes it, for codes and numbers: nothing in them needs quotes."""
    return "{" + ",".join(map(str, values)) + "}"
