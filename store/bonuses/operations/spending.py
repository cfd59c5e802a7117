"""Spending bonuses: reserve them for an order, spend, give back, and expire what nobody used (B24-9b, B24-f).

An order's bonus moves once: reserving takes it from the credits, paying only notes that it is spent. What is reserved
doesn't expire; an order that is never paid gives all of it back with the old ends (R6, R10).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.numbers import short_money
from partners.models import Partner
from programs.definition.bonuses import Bonuses
from programs.rulebook import Rulebook
from store.bonuses.pairing import Wanted, take
from store.bonuses.posting import Kind, UnableToUseBonus, entry, held_credits, lapse
from store.bonuses.rules import Line, limits, most_usable, spread
from store.models import BonusCredit, BonusEntry, BonusUse

State = BonusUse.State


def hold_bonus(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    order: str,
    amount: Decimal,
    currency: str,
    lines: Sequence[Line],
    today: date,
    now: datetime,
) -> BonusUse:
    """Reserve ``amount`` of bonus money for an order, soonest-expiring first; ``order`` is its unique reference.

    Asking again for the same order changes nothing. Raises UnableToUseBonus when the rules allow less for these lines,
    or the account holds less.
    """
    require(actor, "bonuses.spend", program_id=partner.program_id)
    try:
        most = _checked(rulebook.on(today).bonuses, partner, amount, currency, lines, today)
    except UnableToUseBonus:
        if (known := BonusUse.objects.visible_to(actor).filter(order=order).first()) is not None:
            return known
        raise
    taken = take(
        Wanted(partner=partner, order=order, amount=amount, currency=currency, most=most, today=today, now=now)
    )
    if taken.use is not None:
        return taken.use
    if taken.known is not None:
        return BonusUse.objects.visible_to(actor).get(pk=taken.known)
    said = _("You can use %(most)s in bonuses for this order.")
    raise UnableToUseBonus({"bonus": said % {"most": short_money(taken.offered, currency)}})


def spend_bonus(*, actor: Actor, order: str, today: date) -> BonusUse | None:
    """Note that a paid order has spent its bonus; None for an order without one. Doing it again changes nothing.

    Raises UnableToUseBonus when the bonus was given back before.
    """
    require(actor, "bonuses.spend")
    with transaction.atomic():
        use = _hold_use(actor, order)
        if use is None or use.state == State.SPENT:
            return use
        if use.state == State.RELEASED:
            raise UnableToUseBonus(
                {"bonus": _("The bonus of this order was already returned. Confirm the order again.")}
            )
        use.state, use.spent_on = State.SPENT, today
        use.save(update_fields=["state", "spent_on"])
    return use


def release_bonus(*, actor: Actor, order: str, today: date, now: datetime) -> BonusUse | None:
    """Give back all that an unpaid order reserved, with the old ends; None for an order without a bonus (R10).

    Doing it again changes nothing. Raises UnableToUseBonus for an order that is paid: its refund returns bonuses.
    """
    require(actor, "bonuses.spend")
    with transaction.atomic():
        use = _hold_use(actor, order)
        if use is None or use.state == State.RELEASED:
            return use
        if use.state == State.SPENT:
            raise UnableToUseBonus({"bonus": _("The order is paid. Refund it to return its bonus.")})
        use.state, use.released_on, use.returned = State.RELEASED, today, use.amount
        use.save(update_fields=["state", "released_on", "returned"])
        parts = _left(use)
        _post(use, held_credits(actor, parts), parts, Kind.RELEASED, f"use/{use.pk}/released", today, now)
    return use


def return_bonus(
    *,
    actor: Actor,
    rulebook: Rulebook,
    order: str,
    amount: Decimal,
    unit: Decimal,
    key: str,
    today: date,
    now: datetime,
) -> Decimal:
    """Return part of a refunded order's bonus to its credits, by their shares in the order (R10).

    What goes back to a credit that has expired or was revoked is lost at once. ``unit`` is the currency's smallest
    amount, ``key`` names the refund: the same one returns nothing twice. Returns what is usable again. Raises
    UnableToUseBonus for more than the order still holds.
    """
    require(actor, "bonuses.spend")
    rules = rulebook.on(today).bonuses
    if amount <= 0 or rules is None or not rules.account.returned_on_cancellation:
        return Decimal(0)
    with transaction.atomic():
        use = _hold_use(actor, order)
        if use is None or BonusEntry.objects.visible_to(actor).filter(use=use, key__startswith=f"{key}/").exists():
            return Decimal(0)
        if use.state != State.SPENT or use.returned + amount > use.amount:
            raise UnableToUseBonus({"bonus": _("This is more than the bonus that the order still holds.")})
        use.returned += amount
        use.save(update_fields=["returned"])
        left = _left(use)
        parts = dict(zip(left, spread(amount, list(left.values()), unit), strict=True))
        lost = _post(use, held_credits(actor, parts), parts, Kind.RETURNED, key, today, now)
    return amount - lost


def expire_bonuses(*, actor: Actor, today: date, now: datetime) -> int:
    """Take away what is left of credits whose validity is over; returns how many credits (B24-9a, B24-10a)."""
    require(actor, "bonuses.decide")
    with transaction.atomic():
        rows = BonusCredit.objects.visible_to(actor).filter(available__gt=0, expires_on__lte=today)
        found = list(rows.select_for_update(no_key=True).order_by("pk"))
        BonusEntry.objects.bulk_create(
            entry(credit, Kind.EXPIRED, -credit.available, key=f"expiry/{credit.pk}/{today}", on=today, now=now)
            for credit in found
        )
    return len(found)


def _checked(
    rules: Bonuses | None, partner: Partner, amount: Decimal, currency: str, lines: Sequence[Line], today: date
) -> Mapping[str, Decimal]:
    """What the order may use of each kind. Raises UnableToUseBonus when the amount is more than the rules allow."""
    if rules is None or amount <= 0 or (partner.ended_on and partner.ended_on <= today):
        raise UnableToUseBonus({"bonus": _("You can't pay for this order with a bonus.")})
    most = most_usable(rules.spending, lines, currency)
    if amount > most:
        said = _("A bonus can pay at most %(most)s of this order.")
        raise UnableToUseBonus({"bonus": said % {"most": short_money(most, currency)}})
    return limits(rules, lines, currency)


def _hold_use(actor: Actor, order: str) -> BonusUse | None:
    return BonusUse.objects.visible_to(actor).filter(order=order).select_for_update(no_key=True).first()


def _left(use: BonusUse) -> dict[int, Decimal]:
    """What the order still holds of each credit, by its id."""
    sums = use.entries.filter(kind__in=(Kind.USED, Kind.RELEASED, Kind.RETURNED)).values("credit_id")
    held = sums.annotate(total=Sum("amount")).order_by("credit_id")
    return {each["credit_id"]: -each["total"] for each in held if each["total"] < 0}


def _post(
    use: BonusUse,
    held: Mapping[int, BonusCredit],
    parts: Mapping[int, Decimal],
    kind: str,
    key: str,
    today: date,
    now: datetime,
) -> Decimal:
    """Store what the use gives back to each credit; returns what is lost by giving it back."""
    entries, lost = [], Decimal(0)
    for pk, part in parts.items():
        if not part:
            continue
        credit = held[pk]
        entries.append(entry(credit, kind, part, key=f"{key}/{pk}", on=today, now=now, use=use))
        if gone := lapse(credit, part, key=f"{key}/{pk}", on=today, now=now):
            entries.append(gone)
            lost += part
    BonusEntry.objects.bulk_create(entries)
    return lost
