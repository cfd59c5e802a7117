"""Converts one cell from text to a value, or raises ``Unfit`` with the reason."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from babel import Locale

from common.countries import COUNTRY_CODES
from common.dates import EARLIEST
from common.mailboxes import mailbox
from common.text import Untidy

LARGEST_QUANTITY = 2**31 - 1

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,12})(\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,10}", re.ASCII)
_CODE = re.compile(r"[^\s/?#%\\]+")
_HOST = re.compile(r"[^\s.]+(\.[^\s.]+)+")
_LIST = re.compile(r"[;,|]")
_ENGLISH = Locale("en")
# Without ISO 4217's two codes for "no currency" and "testing": nobody can be paid in them.
CURRENCIES = frozenset(_ENGLISH.currencies) - {"XXX", "XTS"}


class Unfit(ValueError):
    """The cell's text is not valid for its column; the message says why."""


def read_date(text: str) -> date:
    """A date in the form 2025-03-10."""
    if not _DATE.fullmatch(text):
        raise Unfit(f"“{text}” is not a date written like 2025-03-10")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unfit(f"“{text}” is not a day of the calendar") from None
    if day < EARLIEST:
        raise Unfit(f"{text} is before {EARLIEST}")
    return day


def read_amount(text: str) -> Decimal:
    """An amount of money with at most two decimals, not negative."""
    if text.startswith("-"):
        raise Unfit(f"“{text}” is negative; a correction is made by retracting the activity")
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise Unfit(f"“{text}” is not an amount written like 1250.00")
    if match[2] and len(match[2].rstrip("0")) > 3:
        raise Unfit(f"“{text}” has more than two decimals")
    return Decimal(text)


def read_quantity(text: str) -> int:
    """A whole number, not negative."""
    if text.startswith("-"):
        raise Unfit(f"“{text}” is negative")
    if not _WHOLE.fullmatch(text) or int(text) > LARGEST_QUANTITY:
        raise Unfit(f"“{text}” is not a whole number up to {LARGEST_QUANTITY}")
    return int(text)


def read_text(text: str, *, longest: int) -> str:
    """Text of at most ``longest`` characters."""
    if len(text) > longest:
        raise Unfit(f"is {len(text)} characters long; at most {longest} fit")
    return text


def read_code(text: str, *, longest: int) -> str:
    """A code that is safe in a URL: no spaces, no / ? # % or backslash."""
    if text in (".", ".."):
        raise Unfit(f"“{text}” cannot stand in an address")
    if not _CODE.fullmatch(text):
        raise Unfit(f"“{text}” holds a space or one of / ? # % \\")
    return read_text(text, longest=longest)


def read_country(text: str) -> str:
    """A two-letter ISO 3166 country code."""
    code = text.upper()
    if code not in COUNTRY_CODES:
        raise Unfit(f"“{text}” is not a country code of two letters like DE")
    return code


def read_currency(text: str) -> str:
    """A three-letter ISO 4217 currency code."""
    code = text.upper()
    if code not in CURRENCIES:
        raise Unfit(f"“{text}” is not a currency code of three letters like EUR")
    return code


def read_email(text: str, *, longest: int) -> str:
    """An email address."""
    if not text:
        return ""
    try:
        return read_text(mailbox(text), longest=longest)
    except Untidy as untidy:
        where = f": character {untidy.position} is {untidy.character}" if untidy.character else ""
        raise Unfit(f"“{text}” is not an email address{where}") from None


def read_website(text: str, *, longest: int) -> str:
    """An http or https address; a bare host name gets https."""
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not _HOST.fullmatch(host) or parts.scheme not in ("http", "https") or re.search(r"\s", address):
        raise Unfit(f"“{text}” is not a web address like https://example.com")
    return read_text(address, longest=longest)


def read_list(text: str, *, longest: int) -> list[str]:
    """Values separated by ; or , or |, without duplicates, in the given order."""
    values = [value.strip() for value in _LIST.split(text)]
    return [read_text(value, longest=longest) for value in dict.fromkeys(values) if value]
