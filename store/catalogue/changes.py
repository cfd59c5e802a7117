"""What a change of prices or products may be: its notice, its market, its amounts (B24-2.1.2b)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.definition.store import Store
from store.models import Product
from store.money import minor_units

LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A product's new price and minimal end-user price; None ends its sale in the market and currency."""

    product: Product
    amount: Decimal | None
    minimum: Decimal | None


def earliest(store: Store, today: date) -> date:
    """The earliest day from which a change published today may hold."""
    return today + timedelta(days=store.price_changes.notice_days if store.price_changes else 0)


def notice_problem(store: Store, effective_from: date, today: date) -> dict[str, str]:
    """Why a change can't begin on a day; empty if it can."""
    if effective_from >= (first := earliest(store, today)):
        return {}
    rule = store.price_changes
    if rule is None:
        return {"effective_from": _("Enter today or a later day.")}
    said = _("Changes need %(days)s days' notice: the earliest day is %(day)s (%(clause)s).")
    return {"effective_from": said % {"days": rule.notice_days, "day": date_format(first), "clause": rule.clause}}


def price_problems(store: Store, market: str, currency: str, prices: Sequence[NewPrice]) -> dict[str, str]:
    """What is wrong with prices, by field."""
    found = next((each for each in store.markets if each.code == market), None)
    if found is None:
        return {"market": _("Choose a market of the program.")}
    if currency not in found.currencies:
        return {"currency": _("This market doesn't sell in %(currency)s.") % {"currency": currency}}
    if not prices:
        return {"": _("Enter at least one price.")}
    for each in prices:
        if problems := amount_problems(each.amount, each.minimum, currency):
            return problems
    return {}


def amount_problems(amount: Decimal | None, minimum: Decimal | None, currency: str) -> dict[str, str]:
    """What is wrong with a price and its minimum."""
    if (amount is None) != (minimum is None):
        return {"minimum": _("Enter both a price and a minimum, or neither to end the sale.")}
    if amount is None or minimum is None:
        return {}
    step = Decimal(1).scaleb(-minor_units(currency))
    for name, value in (("amount", amount), ("minimum", minimum)):
        if not 0 <= value < LARGEST or value % step:
            said = _("Enter an amount with at most %(decimals)s decimals.")
            return {name: said % {"decimals": minor_units(currency)}}
    if minimum > amount:
        return {"minimum": _("The minimal end-user price can't be above the list price.")}
    return {}
