"""What all operations on bonuses share: refusals, the rules in force, and entries of the ledger."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from common.actor import Actor
from common.refusals import Refused
from programs.definition.bonuses import Bonus, Bonuses
from programs.rulebook import Rulebook
from store.models import BonusCredit, BonusEntry, BonusUse

Kind = BonusEntry.Kind


class UnableToGiveBonus(Refused):
    """The bonus can't be applied for, credited or revoked; ``problems`` says why, by field."""


class UnableToUseBonus(Refused):
    """The order can't use this bonus money; ``problems`` names the field ``bonus``."""


def bonuses_of(rulebook: Rulebook, on: date) -> Bonuses:
    """The program's rules for bonuses. Raises UnableToGiveBonus when it has none."""
    found = rulebook.on(on).bonuses
    if found is None:
        raise UnableToGiveBonus({"": _("This program has no bonuses.")})
    return found


def bonus_of(rulebook: Rulebook, code: str, on: date) -> Bonus:
    """The rules of one kind of bonus. Raises UnableToGiveBonus for one that the program doesn't have."""
    found = next((kind for kind in bonuses_of(rulebook, on).kinds if kind.code == code), None)
    if found is None:
        raise UnableToGiveBonus({"kind": _("This program has no bonus of this kind.")})
    return found


def held_credits(actor: Actor, ids: Iterable[int]) -> dict[int, BonusCredit]:
    """Lock credits until the transaction ends, in the order of their ids."""
    rows = BonusCredit.objects.visible_to(actor).filter(pk__in=list(ids))
    return {credit.pk: credit for credit in rows.select_for_update(no_key=True).order_by("pk")}


def entry(
    credit: BonusCredit,
    kind: str,
    amount: Decimal,
    *,
    key: str,
    on: date,
    now: datetime,
    use: BonusUse | None = None,
    reason: str = "",
    by_id: int | None = None,
) -> BonusEntry:
    """A movement of a credit, not stored yet. Storing it changes what is left of the credit."""
    return BonusEntry(
        program_id=credit.program_id,
        partner_id=credit.partner_id,
        credit=credit,
        use=use,
        kind=kind,
        amount=amount,
        on=on,
        key=key,
        reason=reason,
        posted_by_id=by_id,
        posted_at=now,
    )


def lapse(credit: BonusCredit, amount: Decimal, *, key: str, on: date, now: datetime) -> BonusEntry | None:
    """The entry that takes away an amount which came back to a revoked or expired credit; None for a usable one."""
    if credit.revoked_on is not None:
        return entry(credit, Kind.REVOKED, -amount, key=f"{key}/revoked", on=on, now=now)
    if credit.expires_on <= on:
        return entry(credit, Kind.EXPIRED, -amount, key=f"{key}/expired", on=on, now=now)
    return None
