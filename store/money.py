"""The column type of every amount in the store: decimal, in units of the currency beside it."""

from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.db import models

ZERO = Decimal(0)
DECIMALS = 3  # the most that any currency in use has, such as the Kuwaiti dinar


def money(label: Any, **options: Any) -> models.DecimalField:
    """A column for an amount; three decimals hold every currency, ``minor_units`` says how many one uses."""
    return models.DecimalField(label, max_digits=16, decimal_places=DECIMALS, **options)


def minor_units(currency: str) -> int:
    """How many decimals the currency has (ISO 4217): 2 for USD, 0 for JPY, 3 for KWD."""
    return int(get_currency_precision(currency))
