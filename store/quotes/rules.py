"""How low an end client's price may be: the minimum, lowered by a campaign or an agreed price (B24-13.5)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest allowed price of one unit, and what allows it: ``campaign``, ``agreement`` or nothing special.

    Before a price is agreed that must be, no price is allowed (KKV-5.3).
    """

    price: Decimal
    because: str = ""
    to_agree: bool = False

    def refuses(self, price: Decimal) -> bool:
        """Whether the vendor must agree to this price first."""
        return self.to_agree or price < self.price


def floor_of(minimum: Decimal, *, cut: Decimal, agreed: Decimal | None, units: int, agreed_only: bool = False) -> Floor:
    """The lowest price: the minimum less ``cut`` percent, or the agreed price if that is lower.

    With ``agreed_only`` it is the agreed price, and there is none before one is agreed. Amounts are in a currency with
    ``units`` decimals.
    """
    if agreed_only:
        return Floor(minimum, to_agree=True) if agreed is None else Floor(agreed, "agreement")
    lowered = (minimum * (HUNDRED - cut) / HUNDRED).quantize(Decimal(1).scaleb(-units), rounding=ROUND_HALF_UP)
    found = Floor(lowered, "campaign") if lowered < minimum else Floor(minimum)
    return Floor(agreed, "agreement") if agreed is not None and agreed < found.price else found
