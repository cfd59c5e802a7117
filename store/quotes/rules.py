"""How low an end client's price may be: the minimum, lowered by a campaign or an agreed price (B24-13.5)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest allowed price of one unit, and what allows it: ``campaign``, ``agreement`` or nothing special.

    ``agreed`` is the lowest price that the vendor agreed to for the client, whether it is below the minimum or not.
    """

    price: Decimal
    because: str = ""
    agreed: Decimal | None = None


def floor_of(minimum: Decimal, *, cut: Decimal, agreed: Decimal | None, units: int) -> Floor:
    """The lowest price: the minimum less ``cut`` percent, or the agreed price if that is lower.

    Amounts are in a currency with ``units`` decimals.
    """
    lowered = (minimum * (HUNDRED - cut) / HUNDRED).quantize(Decimal(1).scaleb(-units), rounding=ROUND_HALF_UP)
    found = Floor(lowered, "campaign", agreed) if lowered < minimum else Floor(minimum, agreed=agreed)
    return Floor(agreed, "agreement", agreed) if agreed is not None and agreed < found.price else found
