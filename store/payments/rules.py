"""What a bank statement says, whatever its format, and whether it adds up (R8). No database."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

ZERO = Decimal(0)
_NOT_SIGNS = re.compile(r"[^A-Z0-9]")


class UnreadableStatement(ValueError):
    """The file isn't a statement of a known format; the message says where it stops being one."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One entry of an account. ``amount`` is negative for money that went out."""

    on: date
    amount: Decimal
    text: str
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """An account's entries between two balances."""

    account: str
    currency: str
    opening: Decimal
    closing: Decimal
    bookings: Sequence[Booking] = field(default_factory=tuple)

    @property
    def difference(self) -> Decimal:
        """By how much the entries miss the closing balance; zero when they add up."""
        return self.opening + sum((each.amount for each in self.bookings), ZERO) - self.closing


def keys_of(statement: Statement) -> list[str]:
    """A key for each entry that is the same in whatever file it comes again: other formats, longer periods.

    Banks give an entry different references in different formats, so the key is made of account, day, amount and the
    signs of its text; equal entries of one day are counted.
    """
    seen: dict[str, int] = {}
    found = []
    for each in statement.bookings:
        parts = (statement.account, statement.currency, str(each.on), f"{each.amount:.3f}", squeezed(each.text))
        digest = sha256("\0".join(parts).encode()).hexdigest()
        seen[digest] = seen.get(digest, 0) + 1
        found.append(f"{digest}#{seen[digest]}")
    return found


def squeezed(text: str) -> str:
    """A text without what banks change: case, spaces, breaks and punctuation."""
    return _NOT_SIGNS.sub("", text.upper())


def orders_named(text: str, numbers: Collection[str]) -> list[str]:
    """The order numbers that a payment's text names, in whatever spacing."""
    signs = squeezed(text)
    return [number for number in numbers if number in signs]
