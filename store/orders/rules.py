"""The states of an order and the steps between them, and what a refund of some units gives back."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# step -> the states in which it is possible, and the state after it
STEPS = {
    "clear": (("waiting_compliance",), "placed"),
    "refuse": (("waiting_compliance",), "cancelled"),
    "pay": (("placed",), "paid"),
    "cancel": (("waiting_compliance", "placed"), "cancelled"),
    "refund": (("paid", "partly_refunded"), "refunded"),
}
PAID = ("paid", "partly_refunded", "refunded")

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What an order number is made of: no sign that is mistaken for another one."""


def can(state: str, step: str) -> bool:
    """Whether the step is possible in this state."""
    return state in STEPS[step][0]


def after(step: str) -> str:
    """The state after a step."""
    return STEPS[step][1]


@dataclass(frozen=True, slots=True)
class Share:
    """Amounts of some units of a line."""

    net: Decimal
    tax: Decimal
    bonus: Decimal


def share(whole: Share, gone: Share, *, quantity: int, gone_units: int, units: int, decimals: int) -> Share:
    """What refunding ``units`` of a line's ``quantity`` gives back, after ``gone_units`` were refunded before.

    Each refund takes the line's amounts up to the refunded units, rounded, less what was given back before: the last
    unit gives back exactly what is left.
    """
    until, step = gone_units + units, Decimal(1).scaleb(-decimals)

    def part(amount: Decimal, before: Decimal) -> Decimal:
        return (amount * until / quantity).quantize(step, rounding=ROUND_HALF_UP) - before

    return Share(part(whole.net, gone.net), part(whole.tax, gone.tax), part(whole.bonus, gone.bonus))
