"""Numbers, shares and money in the reader's language, and numbers that somebody typed.

Every number that people read is written here: a share as 20% in English and 20 % in German, money as €1,188.00 or
1.188,00 €. `tests/architecture/test_locale.py` refuses other ways.
"""

import re
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, format_percent, get_currency_precision
from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_bidi

from common.languages import readers_locale

LARGEST_ID = 2**63 - 1  # of a bigint
_LETTER_BEFORE_DIGIT = re.compile(r"([^\W\d_])(?=\d)")
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = "\N{RIGHT-TO-LEFT MARK}", "\N{LEFT-TO-RIGHT MARK}"
_MINUS = re.compile(r"^(\u200f?)-(?=\d)")
Number = Decimal | int | float


def number(value: Number, digits: int | None = None) -> str:
    """Format a number with the language's separators; decimals only if there are any, or always ``digits`` of them."""
    if digits is None:
        digits = 2 if isinstance(value, Decimal) and value != value.to_integral_value() else 0
        value = value if digits else int(value)
    return _number(value, digits, get_language())


def percent(value: Number) -> str:
    """Format a share given in percent, with its sign; at most two decimals."""
    return _percent(Decimal(str(value)), str(readers_locale()))


def money(amount: Number, currency: str) -> str:
    """Format an amount with the currency's symbol and all its decimals: €1,188.00."""
    return _money(Decimal(str(amount)), currency, str(readers_locale()))


def short_money(amount: Number, currency: str) -> str:
    """Format an amount that mostly has no decimals, such as a target: €1,188, but €1,188.50."""
    amount = Decimal(str(amount))
    return _money(amount, currency, str(readers_locale()), whole=amount == amount.to_integral_value())


def exact_money(amount: Number, currency: str) -> str:
    """Format an amount for a document, with the currency's code and all its decimals: 1,188.00 EUR."""
    return f"{number(Decimal(str(amount)), get_currency_precision(currency))} {currency}"


def whole_number(text: str, *, most: int) -> int | None:
    """The whole number that somebody typed or sent, at most ``most``; None for anything else.

    Only as many digits as ``most`` has are converted: Python refuses thousands of them with an error.
    """
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return most if len(digits) > len(str(most)) else min(int(digits), most)


@lru_cache(maxsize=4096, typed=True)
def _number(value: Number, digits: int, _language: str | None) -> str:
    text = str(number_format(value, decimal_pos=digits, use_l10n=True, force_grouping=True))
    return _signed(text) if text[:1] == "-" and get_language_bidi() else text


@lru_cache(maxsize=2048)
def _percent(value: Decimal, locale: str) -> str:
    pattern = readers_locale().percent_formats[None].pattern
    return str(format_percent(value / 100, format=pattern.replace("##0", "##0.##"), locale=locale))


@lru_cache(maxsize=4096)
def _money(amount: Decimal, currency: str, locale: str, *, whole: bool = False) -> str:
    if not whole:
        return _spaced(str(format_currency(amount, currency, locale=locale)))
    pattern = readers_locale().currency_formats["standard"].pattern
    pattern = pattern.replace("0.00", "0")
    return _spaced(str(format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False)))


def _spaced(text: str) -> str:
    """Put a space between a currency's letters and the figures, and keep "US$" in one piece from right to left."""
    text = _LETTER_BEFORE_DIGIT.sub("\\1\N{NO-BREAK SPACE}", text)
    if text.startswith(_RIGHT_TO_LEFT) and text[-1:] == "$":
        text += _LEFT_TO_RIGHT
    return _signed(text) if text.startswith(_RIGHT_TO_LEFT) else text


def _signed(text: str) -> str:
    """Keep a minus before its figures in a line from right to left, as CLDR does; it would be shown behind them."""
    return _MINUS.sub(f"\\1{_LEFT_TO_RIGHT}-", text)
