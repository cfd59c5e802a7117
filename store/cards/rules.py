"""Amounts as Stripe counts them, in the smallest unit of the currency. No database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

# Stripe's list of currencies without decimals.
_WHOLE = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
# Counted with two decimals that must be zero.
_WHOLE_IN_HUNDREDTHS = frozenset({"ISK", "UGX"})
# Counted with three decimals, of which the last must be zero.
_THREE = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
MOST = 99_999_999
SESSION_LASTS = timedelta(hours=1)  # Stripe takes 30 minutes to 24 hours
# How long a refund that Stripe didn't answer waits after the first failure, the second, and so on.
REFUND_PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 720, 1440))


class UnfitAmount(ValueError):
    """Stripe can't take exactly this amount."""


def to_minor(amount: Decimal, currency: str) -> int:
    """The amount in the smallest unit. Raises UnfitAmount for one that Stripe would round, or that is too large."""
    decimals = 0 if currency in _WHOLE else 3 if currency in _THREE else 2
    step = 100 if currency in _WHOLE_IN_HUNDREDTHS else 10 if currency in _THREE else 1
    minor = amount.scaleb(decimals)
    if minor != minor.to_integral_value() or minor % step or not 0 < minor <= MOST:
        raise UnfitAmount(f"{amount} {currency}")
    return int(minor)


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount of so many smallest units."""
    return Decimal(minor).scaleb(-(0 if currency in _WHOLE else 3 if currency in _THREE else 2))


def charged_at(session: Mapping[str, Any]) -> datetime | None:
    """When the card of a session was charged, as its expanded payment says."""
    intent = session.get("payment_intent")
    charge = intent.get("latest_charge") if isinstance(intent, Mapping) else None
    at = charge.get("created") if isinstance(charge, Mapping) else None
    return datetime.fromtimestamp(at, UTC) if at else None


def intent_of(thing: Mapping[str, Any]) -> str:
    """The id of the payment that a session, charge, refund or dispute belongs to, expanded or not."""
    intent = thing.get("payment_intent") or ""
    return str(intent.get("id", "")) if isinstance(intent, Mapping) else str(intent)
