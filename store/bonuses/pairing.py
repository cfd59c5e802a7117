"""Reserving bonus money in one statement: it locks the credits, pairs the soonest-expiring first, and stores (B24-f).

Everything stands in the statement that takes the locks, so that nobody waits for a round trip between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from partners.models import Partner
from store.models import BonusEntry, BonusUse

# "usable": what a credit may give within the most of its kind. "paired": what it gives until the amount is reached.
_TAKE = """
WITH credits AS (
    SELECT id, kind, available, expires_on FROM store_bonuscredit
    WHERE program_id = %(program)s AND partner_id = %(partner)s AND currency = %(currency)s
        AND available > 0 AND expires_on > %(today)s AND revoked_on IS NULL
    ORDER BY id FOR NO KEY UPDATE
), usable AS (
    SELECT id, expires_on, least(available, greatest(most.amount - coalesce(sum(available) OVER (
        PARTITION BY kind ORDER BY expires_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)) AS amount
    FROM credits JOIN unnest(%(kinds)s::text[], %(most)s::numeric[]) AS most (kind, amount) USING (kind)
), paired AS (
    SELECT id, least(amount, greatest(%(amount)s - coalesce(sum(amount) OVER (
        ORDER BY expires_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)) AS part
    FROM usable
), found AS (
    SELECT coalesce(sum(part), 0) AS total FROM paired
), use AS (
    INSERT INTO store_bonususe (program_id, partner_id, "order", currency, amount, returned, state, held_on)
    SELECT %(program)s, %(partner)s, %(order)s, %(currency)s, total, 0, %(held)s, %(today)s
    FROM found WHERE total = %(amount)s
    ON CONFLICT (program_id, "order") DO NOTHING
    RETURNING id
), entries AS (
    INSERT INTO store_bonusentry (program_id, partner_id, credit_id, use_id, kind, amount, "on", key, reason, posted_at)
    SELECT %(program)s, %(partner)s, paired.id, use.id, %(used)s, -part, %(today)s,
        'use/' || use.id || '/' || paired.id, '', %(now)s
    FROM use, paired WHERE part > 0 ORDER BY paired.id
)
SELECT (SELECT id FROM use), total FROM found
"""


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


def take(wanted: Wanted) -> tuple[BonusUse | None, Decimal]:
    """Reserve the whole amount, or nothing; returns the use and how much the order could take.

    There is no use if the account holds less, or the order has one already.
    """
    partner = wanted.partner
    given = {
        "program": partner.program_id,
        "partner": partner.pk,
        "order": wanted.order,
        "amount": wanted.amount,
        "currency": wanted.currency,
        "kinds": list(wanted.most),
        "most": list(wanted.most.values()),
        "today": wanted.today,
        "now": wanted.now,
        "held": BonusUse.State.HELD,
        "used": BonusEntry.Kind.USED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
        number, total = cursor.fetchone()
    if number is None:
        return None, total
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
    return use, total
