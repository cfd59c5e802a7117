"""Number formatting in the reader's language."""

from decimal import Decimal

from django.utils.formats import number_format


def number(value: Decimal | int | float) -> str:
    """Format a number with the language's separators; decimals only if there are any."""
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
    return number_format(int(value), use_l10n=True, force_grouping=True)
