"""The Stripe account that takes the cards of a program or contracting entity, from the settings."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings

from store.cards.rules import UnfitAmount, to_minor

CARD = "card"


@dataclass(frozen=True, slots=True)
class Keys:
    """A Stripe account. Its secrets are not shown when it is printed."""

    name: str
    secret: str = field(repr=False)
    webhook: str = field(repr=False)


def keys_for(program: str, entity: str) -> Keys | None:
    """The account for a program's contracting entity: its own, or the whole program's; None without one."""
    return keys_named(f"{program}/{entity}") or keys_named(program)


def keys_named(name: str) -> Keys | None:
    """The account with this name in the settings."""
    found = settings.STRIPE_ACCOUNTS.get(name)
    return Keys(name, found["secret"], found["webhook"]) if found else None


def keys_of(program: str) -> list[Keys]:
    """Every account of a program."""
    names = [name for name in settings.STRIPE_ACCOUNTS if name.partition("/")[0] == program]
    return [keys for name in names if (keys := keys_named(name))]


def takes_cards(program: str, entity: str, amount: Decimal, currency: str) -> bool:
    """Whether an amount can be paid by card: there is an account, and Stripe takes such an amount (R3).

    With test money, every amount can.
    """
    if settings.TEST_PAYMENTS:
        return True
    try:
        to_minor(amount, currency)
    except UnfitAmount:
        return False
    return keys_for(program, entity) is not None
