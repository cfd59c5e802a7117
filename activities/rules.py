"""Pure checks of an activity's values, shared by forms, API and import."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import EARLIEST
from programs.definition.activities import ActivityKind, attribute_text
from programs.definition.points import PointsRule

_NEEDED = {
    "amount": gettext_lazy("%(kind)s needs an amount."),
    "quantity": gettext_lazy("%(kind)s needs a quantity."),
    "subject": gettext_lazy("%(kind)s needs a subject."),
}
_UNKNOWN = {
    "amount": gettext_lazy("%(kind)s has no amount."),
    "quantity": gettext_lazy("%(kind)s has no quantity."),
    "subject": gettext_lazy("%(kind)s has no subject."),
}
_NEGATIVE = {
    "amount": gettext_lazy("The amount must not be negative."),
    "quantity": gettext_lazy("The quantity must not be negative."),
}


def problems(
    kind: ActivityKind,
    *,
    amount: Decimal | None,
    quantity: int | None,
    subject: str,
    attributes: Mapping[str, Any],
) -> dict[str, str]:
    """Problems with an activity of this kind, by field, in the caller's words; empty when there are none."""
    found: dict[str, str] = {}
    values = {"amount": amount, "quantity": quantity, "subject": subject or None}
    for name, presence in (("amount", kind.amount), ("quantity", kind.quantity), ("subject", kind.subject)):
        if presence == "required" and values[name] is None:
            found[name] = _NEEDED[name] % {"kind": kind.name}
        elif presence == "none" and values[name] is not None:
            found[name] = _UNKNOWN[name] % {"kind": kind.name}
    for name, value in (("amount", amount), ("quantity", quantity)):
        if value is not None and value < 0:
            found[name] = str(_NEGATIVE[name])
    for name, allowed in kind.attributes.items():
        text = attribute_text(attributes.get(name))
        if not text:
            if name not in kind.optional_attributes:
                found[name] = _("%(kind)s needs %(attribute)s.") % {"kind": kind.name, "attribute": _spaced(name)}
        elif allowed and text not in allowed:
            said = _("%(attribute)s must be one of %(allowed)s; not '%(given)s'.")
            found[name] = said % {"attribute": _spaced(name), "allowed": ", ".join(allowed), "given": text}
    return found


def currency_problem(rules: Iterable[PointsRule], amount: Decimal | None, currency: str) -> dict[str, str]:
    """An amount must not be in a currency for which the program doesn't say what it earns (NET-engine2)."""
    if amount is None or all(rule.every is None or rule.step(currency) is not None for rule in rules):
        return {}
    said = _("The program has no rate for amounts in %(currency)s. Add one to the program's rules.")
    return {"amount": said % {"currency": currency}}


def day_problem(on: date, today: date) -> str | None:
    """An activity must not be in the future or centuries ago."""
    if on < EARLIEST:
        return _("%(day)s is before %(earliest)s.") % {"day": on, "earliest": EARLIEST}
    return _("%(day)s is in the future; today is %(today)s.") % {"day": on, "today": today} if on > today else None


def _spaced(name: str) -> str:
    return name.replace("_", " ")
