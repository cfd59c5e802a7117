"""The states of an order and the steps between them."""

# step -> the states in which it is possible, and the state after it
STEPS = {
    "clear": (("waiting_compliance",), "placed"),
    "refuse": (("waiting_compliance",), "cancelled"),
    "pay": (("placed",), "paid"),
    "cancel": (("waiting_compliance", "placed"), "cancelled"),
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
