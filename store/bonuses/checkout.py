"""Bonus money at the checkout: which lines it may pay, how much of an order, and reserving it (B24-9b)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from clients.models import Client
from clients.queries import is_new_client
from common.actor import Actor
from partners.models import Partner
from programs.definition.bonuses import Bonuses
from store.bonuses.queries import bonus_available
from store.bonuses.rules import Line, may_be_paid, most_usable
from store.money import ZERO
from store.pricing.rules import Priced


def takes_bonus(rules: Bonuses | None, kind: str, client: Client | None, *, archived: bool) -> bool:
    """Whether bonus money may pay for a product for this client; one without a record is new."""
    if rules is None:
        return False
    new = client is None or is_new_client(client)
    return may_be_paid(rules.spending, Line(kind, ZERO, new_client=new, archived=archived))


def bonus_lines(rows: Iterable[tuple[str, Priced]]) -> list[Line]:
    """Priced lines by their product's kind, as the rules of bonuses read them."""
    return [
        Line(
            kind,
            priced.list_amount - priced.discount,
            new_client=priced.asked.takes_bonus,
            archived=not priced.asked.takes_bonus,
        )
        for kind, priced in rows
    ]


def bonus_limit(*, actor: Actor, partner: Partner, rules: Bonuses | None, lines: Sequence[Line], on: date) -> Decimal:
    """The most bonus money the partner can use for these lines: what the rules allow and the account holds."""
    if rules is None or not lines:
        return ZERO
    most = most_usable(rules.spending, lines, partner.currency)
    return min(most, bonus_available(actor, partner.pk, partner.currency, on=on)) if most else ZERO
