"""What a row of a kind must carry: pure checks, the same for form, API and import."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from common.dates import EARLIEST
from programs.definition.activities import ActivityKind, attribute_text


def problems(
    kind: ActivityKind,
    *,
    amount: Decimal | None,
    quantity: int | None,
    subject: str,
    attributes: Mapping[str, Any],
) -> dict[str, str]:
    """What is wrong with an activity of this kind, by field, in plain words; empty when nothing is."""
    found: dict[str, str] = {}
    values = {"amount": amount, "quantity": quantity, "subject": subject or None}
    for name, presence in (("amount", kind.amount), ("quantity", kind.quantity), ("subject", kind.subject)):
        if presence == "required" and values[name] is None:
            found[name] = f"{kind.name} needs {'an' if name == 'amount' else 'a'} {name}."
        elif presence == "none" and values[name] is not None:
            found[name] = f"{kind.name} has no {name}."
    for name, value in (("amount", amount), ("quantity", quantity)):
        if value is not None and value < 0:
            found[name] = f"The {name} must not be negative."
    for name, allowed in kind.attributes.items():
        text = attribute_text(attributes.get(name))
        if not text:
            if name not in kind.optional_attributes:
                found[name] = f"{kind.name} needs {name.replace('_', ' ')}."
        elif allowed and text not in allowed:
            found[name] = f"{name.replace('_', ' ')} must be one of {', '.join(allowed)}; not {text!r}."
    return found


def day_problem(on: date, today: date) -> str | None:
    """An activity cannot be recorded before it has happened, nor centuries after."""
    if on < EARLIEST:
        return f"{on} is before {EARLIEST}."
    return f"{on} has not come yet; today is {today}." if on > today else None
