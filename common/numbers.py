"""Number formatting in the reader's language."""

from decimal import Decimal

from django.utils.formats import number_format

LARGEST_ID = 2**63 - 1  # of a bigint


def number(value: Decimal | int | float) -> str:
    """Format a number with the language's separators; decimals only if there are any."""
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
    return number_format(int(value), use_l10n=True, force_grouping=True)


def whole_number(text: str, *, most: int) -> int | None:
    """The whole number that somebody typed or sent, at most ``most``; None for anything else.

    Only as many digits as ``most`` has are converted: Python refuses thousands of them with an error.
    """
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return most if len(digits) > len(str(most)) else min(int(digits), most)
