"""Template filters for money, and names of bonuses."""

from collections.abc import Mapping
from decimal import Decimal

from django import template

from common.numbers import number

register = template.Library()


@register.filter
def money(value: Decimal, currency: str) -> str:
    """An amount with its currency: «1,000 EUR»."""
    return f"{number(value)} {currency}"


@register.filter
def signed_money(value: Decimal, currency: str) -> str:
    """An amount with its sign and currency: «+1,000 EUR»."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))} {currency}"


@register.simple_tag
def bonus_name(names: Mapping[str, str], code: str) -> str:
    """The name of a kind of bonus, or its code if the current rules no longer have it."""
    return names.get(code, code)
